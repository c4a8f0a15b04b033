/** All that the commands touch outside themselves, so that a test can hold it. */
export type ReglesIo = {
  /** Text of the answer. */
  out(text: string): void
  /** Text of what went wrong. */
  err(text: string): void
  read(path: string): Promise<Uint8Array>
  readStandardInput(): Promise<Uint8Array>
  now(): Date
  /** The process ends with this code. */
  exitWith(code: number): void
}

/** One thing to correct; `ligne` and `colonne` are null where it is about no place in a list. */
export type ReglesError = {
  ligne: number | null
  foyer: string | null
  colonne: string | null
  message: string
}

/** What a command answers: text for people, a value for `--json`. */
export type ReglesAnswer =
  { ok: true; text: string; json: unknown } | { ok: false; errors: ReglesError[]; text: string }
