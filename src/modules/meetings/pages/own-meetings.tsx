import { Hono, type Context } from 'hono'
import { actorOf, html } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { PersonPage } from '../../../kit/ui/pages.tsx'
import { Badge, EmptyState } from '../../../kit/ui/parts.tsx'
import { personFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { householdOf } from '../../people/store/own-household.ts'
import { registrationKey } from '../actions/invitations.ts'
import { listMeetings, type Meeting } from '../store/meetings.ts'
import { registrationsOfPerson, type Registration } from '../store/registrations.ts'
import { hrefOf, sayWhen } from './shared.tsx'

/** A resident's own page: where they are expected, and what is coming for them. */
export const ownMeetings = new Hono<CaisseEnv>()

ownMeetings.get('/c/:slug/moi/rencontres', async (c) => {
  const t = c.get('t')
  const now = c.get('app').now()
  const actor = actorOf(c)
  const { mine, coming } = await read(c, async (tx) => {
    const own = await householdOf(tx, actor, c.get('today'))
    if (!own) throw new Refusal('unknown_person', {}, 404)
    return {
      mine: await registrationsOfPerson(tx, own.personId),
      coming: await listMeetings(tx, {
        from: now,
        statuses: ['announced'],
        audiences: ['public', 'members'],
        limit: 30,
      }),
    }
  })
  const expected = mine.filter(({ meeting, status }) => meeting.endsAt > now && status !== 'withdrawn')
  const others = coming.filter(({ id }) => !expected.some(({ meeting }) => meeting.id === id))
  const past = mine.filter(({ meeting, status }) => meeting.endsAt <= now && status !== 'withdrawn')
  return html(
    <PersonPage
      {...personFrame(c)}
      title={t('meetings.mine.title', { count: expected.length })}
      breadcrumb={[{ href: `/c/${c.get('caisse').slug}/moi`, label: t('caisses.person.home') }]}
    >
      {expected.length > 0 && (
        <RowList>
          {expected.map(({ id, status, meeting }) => (
            <RowLink
              key={id}
              href={hrefOf(c, `/inscription/${id}/${registrationKey(c.get('app'), c.get('caisse').id, id)}`)}
              icon="calendar"
              title={meeting.title}
              text={sayWhen(c, meeting)}
              aside={<OwnBadge c={c} status={status} meeting={meeting} />}
            />
          ))}
        </RowList>
      )}
      <section class="stack">
        <h2>{t('meetings.mine.coming')}</h2>
        {others.length === 0 ? (
          <EmptyState title={t('meetings.mine.none')} icon="calendar" />
        ) : (
          <RowList>
            {others.map((meeting) => (
              <RowLink
                key={meeting.id}
                href={hrefOf(c, `/${meeting.id}`)}
                icon="people"
                title={meeting.title}
                text={[sayWhen(c, meeting), meeting.placeName].filter((part) => part !== '').join(' · ')}
              />
            ))}
          </RowList>
        )}
      </section>
      {past.length > 0 && (
        <section class="stack">
          <h2>{t('meetings.mine.past')}</h2>
          <RowList>
            {past.map(({ id, meeting }) => (
              <RowLink
                key={id}
                href={hrefOf(c, `/${meeting.id}`)}
                title={meeting.title}
                text={sayWhen(c, meeting)}
              />
            ))}
          </RowList>
        </section>
      )}
    </PersonPage>,
  )
})

function OwnBadge({
  c,
  status,
  meeting,
}: {
  c: Context<CaisseEnv>
  status: Registration['status']
  meeting: Meeting
}) {
  const t = c.get('t')
  if (meeting.status === 'cancelled') return <Badge tone="refusal">{t('meetings.status.cancelled')}</Badge>
  return status === 'waiting' ? (
    <Badge tone="wait">{t('meetings.registration.waiting')}</Badge>
  ) : (
    <Badge tone="success">{t('meetings.registration.registered')}</Badge>
  )
}
