import type { Context } from 'hono'
import { Badge } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import type { CaisseEnv } from '../../caisses/web.ts'
import type { SeenPoll } from './see-poll.ts'

/** Who answered, who was asked; an answer is changed or taken out for whoever asks. */
export function People({ c, seen }: { c: Context<CaisseEnv>; seen: SeenPoll }) {
  const t = c.get('t')
  const base = `/c/${c.get('caisse').slug}/sondages/${seen.poll.id}`
  return (
    <DataTable
      caption={t('polls.people.caption')}
      showCaption
      dense
      rows={seen.voices}
      keyOf={({ id }) => id}
      columns={[
        {
          label: t('polls.people.name'),
          heading: true,
          cell: (voice) => (
            <a
              href={`${base}/noter?voix=${voice.id}`}
              aria-label={t('polls.people.changeOne', { nameText: voice.name })}
            >
              <bdi>{voice.name}</bdi>
            </a>
          ),
        },
        { label: t('polls.people.email'), cell: ({ email }) => email ?? t('polls.people.noEmail') },
        {
          label: t('polls.people.state'),
          cell: (voice) =>
            voice.answeredAt ? (
              <Badge tone="success">{t(`polls.people.${voice.origin}`)}</Badge>
            ) : (
              <Badge tone="wait">
                {t(voice.remindedAt ? 'polls.people.reminded' : 'polls.people.waiting')}
              </Badge>
            ),
        },
      ]}
    />
  )
}
