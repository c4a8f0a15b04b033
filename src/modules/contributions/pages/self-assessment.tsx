import { useEffect, useState } from 'preact/hooks'
import { formatMoney, parseAmount } from '../../../kit/cents.ts'
import type { BudgetHousehold, DeclaredMeans } from '../../caisses/rules/household.ts'
import type { ContributionScheme, DeclaredInput } from '../../caisses/rules/reglement.ts'
import { suggestionFor } from '../rules/suggestion.ts'

export type SelfAssessmentProps = {
  scheme: ContributionScheme
  household: Pick<BudgetHousehold, 'adults' | 'children'>
  /** Finished words, since islands carry no catalogue. */
  questions: readonly { input: DeclaredInput; label: string }[]
  words: { title: string; private: string; suggests: string; take: string }
  locale: string
  currency: string
  /** The field of the form that takes the amount; none where there is only paper. */
  amountId: string | null
  /** Asked where nobody knows yet how many they are. */
  personsLabel: string | null
}

/**
 * The grid, filled in on the person's own phone: what is typed has no name, belongs to no form and never leaves
 * the browser; only the amount that they choose is sent, by the form, when they say so.
 */
export function SelfAssessment(props: SelfAssessmentProps) {
  const { scheme, household, questions, words, locale, currency, amountId, personsLabel } = props
  const [alive, setAlive] = useState(false)
  const [typed, setTyped] = useState<Partial<Record<DeclaredInput, string>>>({})
  const [persons, setPersons] = useState(String(household.adults + household.children.length))
  useEffect(() => setAlive(true), [])
  // Without JavaScript there is the grid in words, just above.
  if (!alive) return <></>
  const declared: DeclaredMeans = Object.fromEntries(
    questions.map(({ input }) => [input, parseAmount(typed[input] ?? '')]),
  )
  const counted = /^\d{1,2}$/.test(persons.trim()) ? Math.max(1, Number(persons)) : 1
  const asked = personsLabel === null ? household : { adults: counted, children: [] }
  const suggestion = suggestionFor(scheme, { id: '', ...asked, declared })
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
      {personsLabel !== null && (
        <div class="field">
          <label for="calcul-persons">{personsLabel}</label>
          <input
            id="calcul-persons"
            class="input input-short input-figures"
            type="text"
            inputMode="numeric"
            autocomplete="off"
            value={persons}
            onInput={(event) => setPersons(event.currentTarget.value)}
          />
        </div>
      )}
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
      {suggestion && amountId !== null && (
        <div class="actions">
          <button type="button" class="button button-secondary" onClick={take}>
            {words.take}
          </button>
        </div>
      )}
    </section>
  )
}
