import { formatClock, formatNearDay, formatWeekday } from '../../kit/i18n/locale.ts'
import type { Translate } from '../../kit/i18n/translate.ts'
import type { Day } from '../../kit/month.ts'
import { daysAlike, nextOpenDay, openOn, type Opening, type OpeningHours, type Slot } from './opening.ts'

/** `9 h 30 à 12 h 30 et 15 h à 19 h` */
export const saySlots = (t: Translate, slots: readonly Slot[]): string =>
  listed(
    t,
    slots.map(({ from, to }) =>
      t('accreditation.opening.slot', {
        fromText: formatClock(from, t.locale),
        toText: formatClock(to, t.locale),
      }),
    ),
  )

const listed = (t: Translate, texts: readonly string[]): string =>
  texts.length < 2
    ? (texts[0] ?? '')
    : t('accreditation.opening.and', { firstText: texts.slice(0, -1).join(', '), lastText: texts.at(-1)! })

/** The whole week, a line for each run of days alike. */
export function sayWeek(t: Translate, hours: OpeningHours): string[] {
  const lines = daysAlike(hours).map(({ from, to, slots }) => {
    const first = formatWeekday(from, t.locale)
    const last = formatWeekday(to, t.locale)
    const days = from === to ? first : t('accreditation.opening.range', { firstText: first, lastText: last })
    return t('accreditation.opening.line', { daysText: days, hoursText: saySlots(t, slots) })
  })
  return hours.weeks === 'every' || lines.length === 0
    ? lines
    : [...lines, t(`accreditation.opening.weeks.${hours.weeks}`)]
}

/** Whether one can go today, and else when; nothing where nobody told the hours. */
export function sayToday(t: Translate, outlet: Opening, today: Day): { open: boolean; text: string } | null {
  const slots = openOn(outlet, today)
  if (slots === null) return null
  if (slots.length > 0)
    return { open: true, text: t('accreditation.opening.today', { hoursText: saySlots(t, slots) }) }
  const next = nextOpenDay(outlet, today)
  if (next === null) return { open: false, text: t('accreditation.opening.closed') }
  return {
    open: false,
    text: t('accreditation.opening.next', {
      dayText: formatNearDay(next, t.locale),
      hoursText: saySlots(t, openOn(outlet, next) ?? []),
    }),
  }
}
