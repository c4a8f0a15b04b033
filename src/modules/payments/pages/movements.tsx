import { formatShortDay } from '../../../kit/i18n/locale.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import type { Cents } from '../../../kit/money.ts'
import { dayAt, monthOf, type Month } from '../../../kit/month.ts'
import { Actions, LinkButton } from '../../../kit/ui/button.tsx'
import { RowItem, RowList } from '../../../kit/ui/navigation.tsx'
import { EmptyState, Money } from '../../../kit/ui/parts.tsx'
import type { HouseholdLine } from '../store/journal.ts'

/** What fits a phone before one asks for more. */
const FIRST_LINES = 10

type MonthOfLines = { month: Month; lines: HouseholdLine[]; shown: HouseholdLine[]; spentCents: Cents }

function byMonth(history: readonly HouseholdLine[], zone: string, shown: number): MonthOfLines[] {
  const months: MonthOfLines[] = []
  for (const [i, line] of history.entries()) {
    const month = monthOf(dayAt(line.at, zone))
    let last = months.at(-1)
    if (last?.month !== month) months.push((last = { month, lines: [], shown: [], spentCents: 0 }))
    last.lines.push(line)
    if (i < shown) last.shown.push(line)
    if (line.kind === 'payment' || line.kind === 'refund') last.spentCents -= line.changeCents
  }
  return months.filter((one) => one.shown.length > 0)
}

type MovementsProps = {
  t: Translate
  history: readonly HouseholdLine[]
  zone: string
  whole: boolean
  path: string
}

/** What came in and went out, month by month, the latest first. */
export function Movements({ t, history, zone, whole, path }: MovementsProps) {
  const shown = whole ? history.length : FIRST_LINES
  return (
    <section class="stack" id="mouvements">
      <h2>{t('purchases.me.historyAll')}</h2>
      {history.length === 0 && (
        <EmptyState title={t('purchases.me.none')} icon="basket">
          <p>{t('purchases.me.noneText')}</p>
        </EmptyState>
      )}
      {byMonth(history, zone, shown).map((one) => (
        <section class="month" key={one.month}>
          <h3 class="month-title">
            <span>{t.month(one.month)}</span>
            <span class="month-total">{t('purchases.me.spent', { rightsCents: one.spentCents })}</span>
          </h3>
          <RowList>
            {one.shown.map((line, i) => (
              <RowItem
                key={`${line.gestureId} ${i}`}
                title={line.outletName ?? t(`payments.kind.${line.kind}`)}
                text={when(t, line, zone)}
                aside={<Money cents={line.changeCents} rights sign bare />}
              />
            ))}
          </RowList>
        </section>
      ))}
      {history.length > shown && (
        <Actions>
          <LinkButton href={`${path}?mouvements=tous#mouvements`} icon="history">
            {t('purchases.me.more', { count: history.length - shown })}
          </LinkButton>
        </Actions>
      )}
    </section>
  )
}

function when(t: Translate, { at, kind, outletName }: HouseholdLine, zone: string): string {
  const day = `${formatShortDay(dayAt(at, zone), t.locale)}, ${t.time(at)}`
  return outletName && kind !== 'payment' ? `${t(`payments.kind.${kind}`)}, ${day}` : day
}
