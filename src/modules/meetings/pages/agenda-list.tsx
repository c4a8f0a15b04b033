import type { Translate } from '../../../kit/i18n/translate.ts'
import type { Meeting } from '../store/meetings.ts'
import type { AgendaItem } from '../store/preparation.ts'

/** The agenda with its hours, each line beginning when the one before ends. */
export function AgendaList({
  t,
  meeting,
  agenda,
}: {
  t: Translate
  meeting: Pick<Meeting, 'startsAt'>
  agenda: readonly AgendaItem[]
}) {
  const starts = agenda.map((_, i) =>
    agenda.slice(0, i).reduce((at, { minutes }) => at + minutes * 60_000, meeting.startsAt.getTime()),
  )
  return (
    <ol class="agenda">
      {agenda.map((item, i) => (
        <li key={item.id}>
          <span class="agenda-hour">{t.time(new Date(starts[i]!))}</span>
          <span>
            {item.title}
            {item.owner && <span class="soft">{` – ${item.owner}`}</span>}
            <span class="soft small">{` ${t('meetings.prepare.lasts', { minutes: item.minutes })}`}</span>
          </span>
        </li>
      ))}
    </ol>
  )
}
