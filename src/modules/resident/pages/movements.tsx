import { formatShortDay } from '../../../kit/i18n/locale.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { dayAt } from '../../../kit/month.ts'
import { RowItem, RowList } from '../../../kit/ui/navigation.tsx'
import { Money } from '../../../kit/ui/parts.tsx'
import type { HouseholdLine } from '../../payments/store/journal.ts'

/** What came in and went out, the latest first. */
export function Lines({ t, lines, zone }: { t: Translate; lines: readonly HouseholdLine[]; zone: string }) {
  return (
    <RowList>
      {lines.map((line, i) => (
        <RowItem
          key={`${line.gestureId} ${i}`}
          title={line.outletName ?? t(`payments.kind.${line.kind}`)}
          text={when(t, line, zone)}
          aside={<Money cents={line.changeCents} rights sign bare />}
        />
      ))}
    </RowList>
  )
}

function when(t: Translate, { at, kind, outletName }: HouseholdLine, zone: string): string {
  const day = `${formatShortDay(dayAt(at, zone), t.locale)}, ${t.time(at)}`
  return outletName && kind !== 'payment' ? `${t(`payments.kind.${kind}`)}, ${day}` : day
}
