import type { MessageKey, MessageParams, Translate } from '../../../kit/i18n/translate.ts'
import type { Clause } from '../rules/describe.ts'

/** Whole amounts without their centimes: 100, not 100,00. */
export const sayRoundly = (t: Translate, key: MessageKey, params: MessageParams): string =>
  t(key, params).replaceAll(/(\d)[.,]00(?!\d)/g, '$1')

/** What a section of the règlement says, one sentence each. */
export function Clauses({ t, clauses }: { t: Translate; clauses: readonly Clause[] }) {
  return (
    <ul class="clauses">
      {clauses.map(({ key, params }) => (
        <li key={key + JSON.stringify(params)}>{sayRoundly(t, key, params)}</li>
      ))}
    </ul>
  )
}
