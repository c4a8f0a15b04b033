import { formatNearDay } from '../../../kit/i18n/locale.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { dayAt, type Day } from '../../../kit/month.ts'

type Hours = { startsAt: Date; endsAt: Date }

/** « mardi 8 décembre 2026, de 18 h à 20 h » */
export function whenOf(t: Translate, { startsAt, endsAt }: Hours, timeZone: string): string {
  const [first, last] = [dayAt(startsAt, timeZone), dayAt(endsAt, timeZone)]
  const hours = { fromText: t.time(startsAt), untilText: t.time(endsAt) }
  return first === last
    ? t('meetings.when.day', { dayText: nearDay(t, first), ...hours })
    : t('meetings.when.days', { firstText: nearDay(t, first), lastText: nearDay(t, last), ...hours })
}

/** « mardi 8 décembre 2026 » */
export const nearDay = (t: Translate, day: Day): string =>
  `${formatNearDay(day, t.locale)} ${day.slice(0, 4)}`

type Where = { placeName: string; placeAddress: string }

/** « Maison de quartier, 3 rue de la Fiction » */
export const placeOf = (t: Translate, { placeName, placeAddress }: Where): string =>
  [placeName, placeAddress].filter((line) => line !== '').join(', ') || t('meetings.placeUnknown')
