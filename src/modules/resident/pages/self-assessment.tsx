import { useEffect, useState } from 'preact/hooks'
import { formatMoney, parseAmount } from '../../../kit/cents.ts'
import type { BudgetHousehold, DeclaredMeans } from '../../caisses/rules/household.ts'
import type { ContributionScheme, DeclaredInput } from '../../caisses/rules/reglement.ts'
import { suggestionFor } from '../../contributions/rules/suggestion.ts'

export type SelfAssessmentProps = {
  scheme: ContributionScheme
  household: Pick<BudgetHousehold, 'adults' | 'children'>
  /** Finished words, since islands carry no catalogue. */
  questions: readonly { input: DeclaredInput; label: string }[]
  words: { title: string; private: string; suggests: string; take: string }
  locale: string
  currency: string
  /** The field of the form that takes the amount. */
  amountId: string
}

/**
 * The grid, filled in on the person's own phone: what is typed has no name, belongs to no form and never leaves
 * the browser; only the amount that they choose is sent, by the form, when they say so.
 */
export function SelfAssessment(props: SelfAssessmentProps) {
  const { scheme, household, questions, words, locale, currency, amountId } = props
  const [alive, setAlive] = useState(false)
  const [typed, setTyped] = useState<Partial<Record<DeclaredInput, string>>>({})
  useEffect(() => setAlive(true), [])
  // Without JavaScript there is the grid in words, just above.
  if (!alive) return <></>
  const declared: DeclaredMeans = Object.fromEntries(
    questions.map(({ input }) => [input, parseAmount(typed[input] ?? '')]),
  )
  const suggestion = suggestionFor(scheme, { id: '', ...household, declared })
  const take = () => {
    const field = document.querySelector<HTMLInputElement>(`#${amountId}`)
    if (!field || !suggestion) return
    field.value = formatMoney(suggestion.cents, locale)
    field.focus()
  }
  return (
    <section class="card card-sunk" aria-labelledby="calcul">
      <h3 class="card-title" id="calcul">
        {words.title}
      </h3>
      <p class="small">{words.private}</p>
      {questions.map(({ input, label }) => (
        <div class="field" key={input}>
          <label for={`calcul-${input}`}>{label}</label>
          <input
            id={`calcul-${input}`}
            class="input input-short input-figures"
            type="text"
            inputMode="decimal"
            autocomplete="off"
            value={typed[input] ?? ''}
            onInput={(event) => setTyped({ ...typed, [input]: event.currentTarget.value })}
          />
        </div>
      ))}
      <div role="status">
        {suggestion && (
          <p>
            {words.suggests} <strong class="money">{formatMoney(suggestion.cents, locale, currency)}</strong>
          </p>
        )}
      </div>
      {suggestion && (
        <div class="actions">
          <button type="button" class="button button-secondary" onClick={take}>
            {words.take}
          </button>
        </div>
      )}
    </section>
  )
}
