import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { TextField } from '../../../kit/ui/inputs.tsx'
import { RowItem, RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, DefinitionList, EmptyState, Notice, Stat, Stats } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { ORGANISERS } from '../actions/input.ts'
import { announceMeeting, cancelMeeting, inviteToMeeting } from '../actions/meetings.ts'
import { membersToInvite, peopleToInvite } from '../store/around.ts'
import { openInvitations } from '../store/invitations.ts'
import { getMeeting, listMeetings, type Meeting } from '../store/meetings.ts'
import { listRegistrations, type Registration } from '../store/registrations.ts'
import {
  hrefOf,
  MEETING,
  meetingHref,
  MeetingTabs,
  only,
  sayWhen,
  StatusBadge,
  told,
  trailTo,
} from './shared.tsx'

/** A meeting as the team sees it: what is next to do, who comes and who waits. */
export const file = new Hono<CaisseEnv>()

file.get(`${MEETING}/gerer`, only(ORGANISERS), async (c) => html(await filePage(c, freshForm())))

file.post(`${MEETING}/annoncer`, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: (_, key) => announceMeeting(callOf(c, key), { meetingId: c.req.param('meeting') }),
    done: () => meetingHref(c, '/gerer?fait=annonce'),
    again: (form) => filePage(c, form),
  }),
)

file.post(`${MEETING}/inviter`, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: (fields, key) =>
      inviteToMeeting(callOf(c, key), {
        meetingId: c.req.param('meeting'),
        whom: textField(fields, 'whom') as 'everybody',
      }),
    done: ({ invited }) => meetingHref(c, `/gerer?invitees=${invited}`),
    again: (form) => filePage(c, form),
  }),
)

const DONE = ['note', 'modifie', 'annonce', 'annule', 'inscrit', 'attend', 'quitte'] as const

async function filePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const now = c.get('app').now()
  const { meeting, registrations, reach, series } = await read(c, async (tx) => {
    const meeting = await getMeeting(tx, c.req.param('meeting')!)
    const today = c.get('today')
    return {
      meeting,
      registrations: await listRegistrations(tx, meeting.id),
      reach: {
        invited: (await openInvitations(tx, meeting.id)).length,
        group: meeting.groupId ? (await membersToInvite(tx, meeting)).length : 0,
        everybody: (await peopleToInvite(tx, meeting, 'everybody', today)).length,
        territory: meeting.territoryId ? (await peopleToInvite(tx, meeting, 'territory', today)).length : 0,
      },
      series: meeting.seriesId ? await listMeetings(tx, { seriesId: meeting.seriesId }) : [],
    }
  })
  const done = DONE.find((one) => one === c.req.query('fait'))
  const invited = Number.parseInt(c.req.query('invitees') ?? '', 10)
  const coming = meeting.endsAt > now && meeting.status !== 'cancelled'
  return (
    <DeskPage
      {...deskFrame(c, '/rencontres')}
      title={meeting.title}
      lead={sayWhen(c, meeting)}
      breadcrumb={trailTo(c)}
      notice={told(
        t,
        form,
        done ? t(`meetings.done.${done}`) : invited >= 0 && t('meetings.done.invited', { count: invited }),
      )}
      actions={
        <>
          {coming && (
            <LinkButton icon="edit" href={meetingHref(c, '/modifier')}>
              {t('meetings.file.change')}
            </LinkButton>
          )}
          {meeting.status !== 'draft' && (
            <LinkButton kind="quiet" icon="show" href={meetingHref(c)}>
              {t('meetings.file.public')}
            </LinkButton>
          )}
        </>
      }
    >
      <MeetingTabs c={c} current="/gerer" />
      <Stats>
        <Stat label={t('meetings.file.status')} value={<StatusBadge t={t} meeting={meeting} now={now} />} />
        <Stat
          label={t('meetings.file.registered')}
          value={
            meeting.capacity === null
              ? meeting.registered
              : t('meetings.file.of', { count: meeting.registered, capacity: meeting.capacity })
          }
        />
        {meeting.waiting > 0 && (
          <Stat label={t('meetings.file.waiting')} value={meeting.waiting} tone="wait" />
        )}
        {meeting.came !== null && <Stat label={t('meetings.file.came')} value={meeting.came} />}
      </Stats>
      {coming && <NextStep c={c} meeting={meeting} reach={reach} />}
      <Needs c={c} registrations={registrations} meeting={meeting} />
      <Comers c={c} meeting={meeting} registrations={registrations} coming={coming} />
      {series.length > 0 && <SeriesDates c={c} series={series} current={meeting.id} />}
      {coming && (
        <Actions>
          <LinkButton kind="danger" icon="close" href={meetingHref(c, '/annuler')}>
            {t('meetings.file.cancel')}
          </LinkButton>
        </Actions>
      )}
    </DeskPage>
  )
}

/** Announce it; then tell people of it. */
function NextStep({
  c,
  meeting,
  reach,
}: {
  c: Context<CaisseEnv>
  meeting: Meeting
  reach: { invited: number; group: number; everybody: number; territory: number }
}) {
  const t = c.get('t')
  if (meeting.status === 'draft')
    return (
      <Card title={t('meetings.file.announceTitle')} icon="announce" look="accent">
        <p>{t(`meetings.file.announceText.${meeting.audience}`)}</p>
        <form method="post" action={meetingHref(c, '/annoncer')} class="actions">
          <HiddenKey value={freshForm().key} />
          <Button kind="primary" icon="announce">
            {t('meetings.file.announce')}
          </Button>
        </form>
      </Card>
    )
  // A group's own meeting is told to the group.
  const everybody = meeting.audience === 'group' ? 0 : reach.everybody
  if (everybody + reach.group === 0)
    return reach.invited > 0 ? (
      <p class="soft">{t('meetings.file.invited', { count: reach.invited })}</p>
    ) : null
  return (
    <Card title={t('meetings.file.inviteTitle')} icon="mail" look="sunk">
      <p>{t('meetings.file.inviteText', { count: reach.invited })}</p>
      <form method="post" action={meetingHref(c, '/inviter')} class="actions">
        <HiddenKey value={freshForm().key} />
        {reach.group > 0 && (
          <Button icon="send" name="whom" value="group">
            {t('meetings.file.inviteGroup', { count: reach.group })}
          </Button>
        )}
        {everybody > 0 && reach.territory > 0 && (
          <Button icon="send" name="whom" value="territory">
            {t('meetings.file.inviteTerritory', {
              count: reach.territory,
              territoryText: meeting.territoryName ?? '',
            })}
          </Button>
        )}
        {everybody > 0 && (
          <Button icon="send" name="whom" value="everybody">
            {t('meetings.file.inviteEverybody', { count: everybody })}
          </Button>
        )}
      </form>
    </Card>
  )
}

/** What those who come asked for, in their own words: to prepare, not to count. */
function Needs({
  c,
  registrations,
  meeting,
}: {
  c: Context<CaisseEnv>
  registrations: readonly Registration[]
  meeting: Meeting
}) {
  const t = c.get('t')
  const coming = registrations.filter(({ status }) => status === 'registered')
  const interpreters = coming.filter(({ interpreter }) => interpreter !== '')
  const needs = coming.filter((one) => one.needs !== '')
  const children = coming.reduce((sum, one) => sum + one.children, 0)
  const meals = coming.filter(({ meal }) => meal).length
  if (interpreters.length + needs.length + children + meals === 0) return null
  return (
    <Card title={t('meetings.file.needsTitle')} icon="help" look="sunk">
      <DefinitionList
        items={[
          ...(interpreters.length > 0
            ? [
                {
                  term: t('meetings.file.interpreter'),
                  value: [...new Set(interpreters.map(({ interpreter }) => interpreter))].join(', '),
                },
              ]
            : []),
          ...(children > 0 ? [{ term: t('meetings.file.children'), value: children }] : []),
          ...(meeting.meal !== '' || meals > 0 ? [{ term: t('meetings.file.meals'), value: meals }] : []),
          ...needs.map(({ id, name, needs: words }) => ({ key: id, term: name, value: words })),
        ]}
      />
    </Card>
  )
}

function Comers({
  c,
  meeting,
  registrations,
  coming,
}: {
  c: Context<CaisseEnv>
  meeting: Meeting
  registrations: readonly Registration[]
  coming: boolean
}) {
  const t = c.get('t')
  const groups = [
    ['registered', registrations.filter(({ status }) => status === 'registered')],
    ['waiting', registrations.filter(({ status }) => status === 'waiting')],
    ['withdrawn', registrations.filter(({ status }) => status === 'withdrawn')],
  ] as const
  return (
    <section class="stack">
      <div class="desk-head">
        <h2>{t('meetings.file.comers')}</h2>
        {meeting.registers && coming && meeting.status === 'announced' && (
          <LinkButton icon="add" href={meetingHref(c, '/inscrire')}>
            {t('meetings.file.add')}
          </LinkButton>
        )}
      </div>
      {!meeting.registers ? (
        <p>{t('meetings.list.open')}</p>
      ) : registrations.length === 0 ? (
        <EmptyState title={t('meetings.file.nobody')} icon="people">
          <p>{t('meetings.file.nobodyText')}</p>
        </EmptyState>
      ) : (
        groups
          .filter(([, list]) => list.length > 0)
          .map(([status, list]) => (
            <section key={status} class="stack">
              <h3>{t(`meetings.file.group.${status}`, { count: list.length })}</h3>
              <DataTable
                caption={t(`meetings.file.group.${status}`, { count: list.length })}
                columns={[
                  {
                    label: t('meetings.file.name'),
                    heading: true,
                    cell: (one: Registration) => (
                      <a href={meetingHref(c, `/inscrits/${one.id}`)}>{one.name}</a>
                    ),
                  },
                  {
                    label: t('meetings.file.reach'),
                    cell: (one) => one.phone ?? one.email ?? t('meetings.file.noReach'),
                  },
                  {
                    label: t('meetings.file.remarks'),
                    bare: true,
                    cell: (one) => <Remarks c={c} one={one} />,
                  },
                ]}
                rows={list}
                keyOf={({ id }) => id}
              />
            </section>
          ))
      )}
    </section>
  )
}

function Remarks({ c, one }: { c: Context<CaisseEnv>; one: Registration }) {
  const t = c.get('t')
  return (
    <span class="badges">
      {one.callAbout && (
        <Badge tone="wait" icon="phone">
          {t('meetings.file.toCall')}
        </Badge>
      )}
      {one.attended === true && <Badge tone="success">{t('meetings.checkIn.here')}</Badge>}
      {one.attended === false && <Badge>{t('meetings.checkIn.away')}</Badge>}
      {one.interpreter !== '' && <Badge tone="info">{one.interpreter}</Badge>}
      {one.children > 0 && <Badge>{t('meetings.file.childrenCount', { count: one.children })}</Badge>}
      {one.meal && <Badge>{t('meetings.file.eats')}</Badge>}
    </span>
  )
}

function SeriesDates({
  c,
  series,
  current,
}: {
  c: Context<CaisseEnv>
  series: readonly Meeting[]
  current: string
}) {
  const t = c.get('t')
  return (
    <section class="stack">
      <h2>{t('meetings.file.seriesTitle', { count: series.length })}</h2>
      <RowList>
        {series.map((one) => {
          const badge = <StatusBadge t={t} meeting={one} now={c.get('app').now()} />
          return one.id === current ? (
            <RowItem key={one.id} title={sayWhen(c, one)} text={t('meetings.file.thisOne')} aside={badge} />
          ) : (
            <RowLink
              key={one.id}
              href={hrefOf(c, `/${one.id}/gerer`)}
              title={sayWhen(c, one)}
              aside={badge}
            />
          )
        })}
      </RowList>
    </section>
  )
}

file.get(`${MEETING}/annuler`, only(ORGANISERS), async (c) => html(await cancelPage(c, freshForm())))

file.post(`${MEETING}/annuler`, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: (fields, key) =>
      cancelMeeting(callOf(c, key), {
        meetingId: c.req.param('meeting'),
        told: textField(fields, 'told'),
      }),
    done: () => meetingHref(c, '/gerer?fait=annule'),
    again: (form) => cancelPage(c, form),
  }),
)

async function cancelPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { meeting, mails, calls } = await read(c, async (tx) => {
    const meeting = await getMeeting(tx, c.req.param('meeting')!)
    const people = (await listRegistrations(tx, meeting.id)).filter(({ status }) => status !== 'withdrawn')
    const invited = new Set((await openInvitations(tx, meeting.id)).map(({ email }) => email))
    for (const { email } of people) if (email) invited.add(email.toLowerCase())
    return { meeting, mails: invited.size, calls: people.filter(({ email }) => email === null).length }
  })
  return (
    <DeskPage
      {...deskFrame(c, '/rencontres')}
      title={t('meetings.cancel.title')}
      lead={`${meeting.title} – ${sayWhen(c, meeting)}`}
      breadcrumb={trailTo(c, meeting)}
      notice={told(t, form)}
    >
      {meeting.status === 'announced' && (
        <Notice tone="info" title={t('meetings.cancel.who', { mails, calls })} />
      )}
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <TextField
          name="told"
          label={t('meetings.cancel.told')}
          hint={t('meetings.cancel.toldHint')}
          maxLength={500}
          optional
        />
        <Actions>
          <Button kind="danger" icon="close">
            {t('meetings.cancel.confirm')}
          </Button>
          <LinkButton kind="quiet" href={meetingHref(c, '/gerer')}>
            {t('meetings.cancel.keep')}
          </LinkButton>
        </Actions>
      </Form>
    </DeskPage>
  )
}
