export type RefusalParams = Readonly<Record<string, string | number>>

/**
 * The domain says no. A value, not a sentence: tests read the code, people read the catalogue's
 * text `refusal.<code>`. A page shows it beside a greyed button; an action throws it.
 * Amounts in `params` are cents and named `…Cents`; months and days are ISO text.
 */
export class Refusal extends Error {
  readonly code: string
  readonly params: RefusalParams
  readonly status: number

  constructor(code: string, params: RefusalParams = {}, status = 422) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.params = params
    this.status = status
  }
}

/** Throws the refusal a rule gave, if it gave one. */
export function refuse(refusal: Refusal | null): void {
  if (refusal) throw refusal
}
