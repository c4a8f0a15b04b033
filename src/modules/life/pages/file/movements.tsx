import type { Context } from 'hono'
import { DefinitionList, Money } from '../../../../kit/ui/parts.tsx'
import type { CaisseEnv } from '../../../caisses/web.ts'
import type { HouseholdLine } from '../../../payments/store/journal.ts'

/** The desk sees that something was spent, not where: purchases are the household's own. */
export function Movements({ c, movements }: { c: Context<CaisseEnv>; movements: readonly HouseholdLine[] }) {
  const t = c.get('t')
  if (movements.length === 0) return <p>{t('desk.file.movementsNone')}</p>
  return (
    <DefinitionList
      amounts
      items={movements.map((line, i) => ({
        key: `${line.gestureId} ${i}`,
        term: `${t(`payments.kind.${line.kind}`)}, ${t.instant(line.at)}`,
        value: <Money cents={line.changeCents} rights sign />,
      }))}
    />
  )
}
