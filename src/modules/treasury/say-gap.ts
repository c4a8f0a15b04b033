import type { Translate } from '../../kit/i18n/translate.ts'
import type { Gap } from './rules/closing.ts'

/** A gap by its name: one cent missing is one cent. */
export function sayGap(t: Translate, gap: Gap): string {
  switch (gap.kind) {
    case 'cash_gap':
    case 'bank_gap':
      return t(`closing.gap.${gap.kind}_${gap.cents > 0 ? 'more' : 'less'}`, { cents: Math.abs(gap.cents) })
    case 'no_dues':
    case 'bank_not_read':
      return t(`closing.gap.${gap.kind}`)
    case 'runs_open':
    case 'batches_waiting':
      return t(`closing.gap.${gap.kind}`, { count: gap.count })
    case 'dues_late':
    case 'cheques_in_hand':
    case 'transfers_returned':
      return t(`closing.gap.${gap.kind}`, { count: gap.count, cents: gap.cents })
    case 'cash_not_counted':
    case 'transfers_in_flight':
    case 'not_covered':
      return t(`closing.gap.${gap.kind}`, { cents: gap.cents })
  }
}
