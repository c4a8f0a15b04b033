import { formatNumber, type Locale } from '../../../kit/i18n/locale.ts'

/** What the working times come to, in full times: « 2,3 ». Who has none told counts for nothing. */
export function fullTimes(members: readonly { workingPercent: number | null }[], locale: Locale): string {
  const percent = members.reduce((sum, { workingPercent }) => sum + (workingPercent ?? 0), 0)
  return formatNumber(percent / 100, locale, 1)
}
