import { formatNearDay } from '../../kit/i18n/locale.ts'
import type { Translate } from '../../kit/i18n/translate.ts'
import { dayAt } from '../../kit/month.ts'
import { RowLink } from '../../kit/ui/navigation.tsx'
import { Badge } from '../../kit/ui/parts.tsx'
import type { Rendezvous } from './store/meetings.ts'

/** `jeudi 3 décembre, 18 h à 20 h`; over midnight, both days. */
export function sayWhen(
  t: Translate,
  { startsAt, endsAt }: Pick<Rendezvous, 'startsAt' | 'endsAt'>,
  timeZone: string,
): string {
  const day = dayAt(startsAt, timeZone)
  const last = dayAt(endsAt, timeZone)
  const params = {
    dayText: formatNearDay(day, t.locale),
    fromText: t.time(startsAt),
    toText: t.time(endsAt),
  }
  return last === day
    ? t('calendar.when.sameDay', params)
    : t('calendar.when.severalDays', { ...params, lastDayText: formatNearDay(last, t.locale) })
}

export const placeOf = ({ placeName, placeAddress }: Pick<Rendezvous, 'placeName' | 'placeAddress'>) =>
  [placeName, placeAddress].filter(Boolean).join(', ')

/** When, what, where: a line that leads to the meeting. */
export function RendezvousRow({
  t,
  slug,
  timeZone,
  rendezvous,
}: {
  t: Translate
  slug: string
  timeZone: string
  rendezvous: Rendezvous
}) {
  const { id, title, cancelled, audience, groupName, territoryName } = rendezvous
  return (
    <RowLink
      href={`/c/${slug}/rencontres/${id}`}
      icon="calendar"
      title={cancelled ? <s>{title}</s> : title}
      text={
        <>
          <span class="row-line row-strong">{sayWhen(t, rendezvous, timeZone)}</span>
          <span class="row-line">
            {[t(`calendar.kind.${rendezvous.kind}`), placeOf(rendezvous) || territoryName]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </>
      }
      aside={
        cancelled ? (
          <Badge tone="refusal">{t('calendar.cancelled')}</Badge>
        ) : audience === 'public' ? undefined : (
          <Badge icon="lock">{groupName ?? t('calendar.membersOnly')}</Badge>
        )
      }
    />
  )
}
