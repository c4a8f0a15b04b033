import { Hono, type Context } from 'hono'
import type { Role } from '../../../kit/actor.ts'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { SelectField } from '../../../kit/ui/inputs.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, read, readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { createPoll } from '../actions.ts'
import { LENGTHS } from '../rules.ts'
import { listPolls, openGroups, type ListedPoll } from '../store.ts'
import { sayDay } from './dates.tsx'
import { AskingFields, closingDay, DateLines, PollFields, readPoll } from './fields.tsx'

/** Who looks for a day in the name of the caisse. */
const ORGANISERS: readonly Role[] = ['coordinator', 'administrator']

export const list = new Hono<CaisseEnv>()

list.use('/c/:slug/sondages', readCaisse, async (c, next) => (requireRole(c, ORGANISERS), next()))
list.use('/c/:slug/sondages/*', readCaisse, async (c, next) => (requireRole(c, ORGANISERS), next()))

list.get('/c/:slug/sondages', async (c) => html(await listPage(c)))

async function listPage(c: Context<CaisseEnv>) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const all = await read(c, listPolls)
  const open = all.filter(({ status }) => status === 'open')
  const ended = all.filter(({ status }) => status !== 'open')
  return (
    <DeskPage
      {...deskFrame(c, '/sondages')}
      title={t('polls.list.title', { count: open.length })}
      lead={t('polls.list.lead')}
      actions={
        <LinkButton kind="primary" icon="add" href={`/c/${slug}/sondages/nouveau`}>
          {t('polls.list.create')}
        </LinkButton>
      }
    >
      {all.length === 0 && (
        <EmptyState title={t('polls.list.none')} icon="calendar">
          <p>{t('polls.list.noneText')}</p>
        </EmptyState>
      )}
      {open.length > 0 && (
        <RowList>
          {open.map((poll) => (
            <PollRow key={poll.id} c={c} poll={poll} />
          ))}
        </RowList>
      )}
      {ended.length > 0 && (
        <section class="stack">
          <h2>{t('polls.list.ended')}</h2>
          <RowList>
            {ended.map((poll) => (
              <PollRow key={poll.id} c={c} poll={poll} />
            ))}
          </RowList>
        </section>
      )}
    </DeskPage>
  )
}

function PollRow({ c, poll }: { c: Context<CaisseEnv>; poll: ListedPoll }) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  return (
    <RowLink
      href={`/c/${slug}/sondages/${poll.id}`}
      icon="calendar"
      title={poll.title}
      text={sayState(t, c, poll)}
      aside={<PollBadge t={t} poll={poll} now={c.get('app').now()} />}
    />
  )
}

function sayState(t: Translate, c: Context<CaisseEnv>, poll: ListedPoll): string {
  const { time_zone: zone } = c.get('caisse')
  if (poll.status === 'open')
    return t('polls.list.open', { count: poll.answered, dates: poll.dates, day: closingDay(poll, zone) })
  if (poll.meetingStartsAt)
    return t('polls.list.closed', {
      dayText: sayDay(
        t,
        { startsAt: poll.meetingStartsAt, endsAt: poll.meetingStartsAt },
        zone,
        c.get('today'),
      ),
    })
  return t('polls.status.dropped')
}

export function PollBadge({
  t,
  poll,
  now,
}: {
  t: Translate
  poll: Pick<ListedPoll, 'status' | 'closesAt'>
  now: Date
}) {
  if (poll.status === 'closed') return <Badge tone="success">{t('polls.status.closed')}</Badge>
  if (poll.status === 'dropped') return <Badge>{t('polls.status.dropped')}</Badge>
  if (poll.closesAt <= now) return <Badge tone="wait">{t('polls.status.toChoose')}</Badge>
  return <Badge tone="info">{t('polls.status.open')}</Badge>
}

list.get('/c/:slug/sondages/nouveau', async (c) => html(await newPage(c, freshForm())))

list.post('/c/:slug/sondages/nouveau', (c) =>
  answerForm(c, {
    act: (fields, key) =>
      createPoll(callOf(c, key), {
        ...readPoll(fields),
        minutes: textField(fields, 'minutes'),
        groupId: textField(fields, 'groupId'),
      }),
    done: ({ pollId }) => `/c/${c.get('caisse').slug}/sondages/${pollId}?cree=oui`,
    again: (form) => newPage(c, form),
  }),
)

async function newPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const groups = await read(c, openGroups)
  return (
    <DeskPage
      {...deskFrame(c, '/sondages')}
      title={t('polls.new.title')}
      lead={t('polls.new.lead')}
      breadcrumb={[{ href: `/c/${slug}/sondages`, label: t('polls.nav') }]}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <Card title={t('polls.new.what')} icon="edit">
          <PollFields c={c} />
          <div class="form-row">
            <SelectField
              name="minutes"
              label={t('polls.form.minutes')}
              value="120"
              options={LENGTHS.map((minutes) => ({ value: String(minutes), label: sayLength(t, minutes) }))}
            />
            {groups.length > 0 && (
              <SelectField
                name="groupId"
                label={t('polls.form.group')}
                value={c.req.query('groupe') ?? ''}
                optional
                options={[
                  { value: '', label: t('polls.form.noGroup') },
                  ...groups.map(({ id, name }) => ({ value: id, label: name })),
                ]}
              />
            )}
          </div>
        </Card>
        <DateLines c={c} title={t('polls.form.dates')} needed />
        <AskingFields c={c} />
        <Actions sticky>
          <Button kind="primary">{t('polls.new.confirm')}</Button>
        </Actions>
      </Form>
    </DeskPage>
  )
}

/** `1 h 30`, as an agenda writes it. */
const sayLength = (t: Translate, minutes: number): string =>
  minutes % 60 === 0
    ? t('polls.form.hours', { hours: minutes / 60 })
    : t('polls.form.hoursAndMinutes', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
