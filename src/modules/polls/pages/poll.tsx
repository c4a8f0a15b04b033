import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, Disclosure, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { QrDrawing } from '../../../kit/ui/qr.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { callOf, deskFrame, type CaisseEnv } from '../../caisses/web.ts'
import { changePoll, dropPoll, remindPoll, removeDate } from '../actions.ts'
import { refusalToAnswer, type Answer, type Best } from '../rules.ts'
import { pollPath } from '../secrets.ts'
import type { Poll, PollDate } from '../store.ts'
import { sayDay, sayHours, sayShort } from './dates.tsx'
import { AskingFields, closingDay, DateLines, PollFields, readPoll } from './fields.tsx'
import { People } from './people.tsx'
import { seePoll, type SeenPoll } from './see-poll.ts'

const ONE = '/c/:slug/sondages/:poll{[0-9a-f-]{36}}'

export const poll = new Hono<CaisseEnv>()

poll.get(ONE, async (c) => html(await onePage(c, freshForm())))

export const trail = (c: Context<CaisseEnv>, found?: Poll) => {
  const { slug } = c.get('caisse')
  return [
    { href: `/c/${slug}/sondages`, label: c.get('t')('polls.nav') },
    ...(found ? [{ href: `/c/${slug}/sondages/${found.id}`, label: found.title }] : []),
  ]
}

const DONE = ['cree', 'change', 'note', 'retire', 'demande', 'rappele', 'abandon', 'choisi'] as const

async function onePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const seen = await seePoll(c)
  const done = DONE.find((each) => c.req.query(each) !== undefined)
  const count = Number.parseInt((done && c.req.query(done)) ?? '', 10) || 0
  return (
    <DeskPage
      {...deskFrame(c, '/sondages')}
      title={sayTitle(t, c, seen)}
      lead={seen.poll.title}
      breadcrumb={trail(c)}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          done && <Notice tone="success" title={t(`polls.done.${done}`, { count })} />
        )
      }
    >
      {seen.poll.status === 'open' ? <Open c={c} seen={seen} form={form} /> : <Ended c={c} seen={seen} />}
      {seen.voices.length > 0 && (
        <>
          <DatesTable c={c} seen={seen} />
          <People c={c} seen={seen} />
        </>
      )}
    </DeskPage>
  )
}

/** The answer to the question the poll asks. */
function sayTitle(
  t: Translate,
  c: Context<CaisseEnv>,
  { poll: found, dates, best, voices, meeting }: SeenPoll,
) {
  const zone = c.get('caisse').time_zone
  const day = (hours: Pick<PollDate, 'startsAt' | 'endsAt'>) => sayDay(t, hours, zone, c.get('today'))
  if (meeting) return t('polls.title.decided', { dayText: day(meeting) })
  if (found.status === 'dropped') return t('polls.title.dropped')
  const answered = voices.filter(({ answeredAt }) => answeredAt).length
  if (answered === 0) return t('polls.title.nobody')
  if (!best) return t('polls.title.noDate')
  if (best.dateIds.length > 1) return t('polls.title.tie', { count: best.dateIds.length })
  return t('polls.title.best', { dayText: day(dates.find(({ id }) => id === best.dateIds[0])!) })
}

function Open({ c, seen, form }: { c: Context<CaisseEnv>; seen: SeenPoll; form: FormState }) {
  const t = c.get('t')
  const { slug, time_zone: zone } = c.get('caisse')
  const { poll: found, voices } = seen
  const base = `/c/${slug}/sondages/${found.id}`
  const refusal = refusalToAnswer(found, c.get('app').now())
  const silent = voices.filter(({ answeredAt, email }) => !answeredAt && email)
  const link = c.get('app').address + pollPath(slug, found.token)
  return (
    <>
      {seen.best && <BestCard c={c} seen={seen} best={seen.best} />}
      <Card title={t('polls.one.share')} icon="link" look={seen.best ? 'plain' : 'accent'}>
        <p>{t('polls.one.shareText', { day: closingDay(found, zone) })}</p>
        <p class="share-link">{link}</p>
        <Disclosure summary={t('polls.one.qr')}>
          <QrDrawing text={link} label={t('polls.one.qrLabel')} />
        </Disclosure>
        <Actions>
          <LinkButton icon="mail" href={`${base}/inviter`}>
            {t('polls.one.invite')}
          </LinkButton>
          <LinkButton icon="add" href={`${base}/noter`}>
            {t('polls.one.note')}
          </LinkButton>
          <LinkButton kind="quiet" icon="edit" href={`${base}/modifier`}>
            {t('polls.one.change')}
          </LinkButton>
        </Actions>
      </Card>
      {silent.length > 0 && !refusal && (
        <form class="stack" method="post" action={`${base}/rappeler`}>
          <HiddenKey value={form.key} />
          <p>{t('polls.one.silent', { count: silent.length })}</p>
          <Actions>
            <Button icon="send">{t('polls.one.remind')}</Button>
          </Actions>
        </form>
      )}
    </>
  )
}

function BestCard({ c, seen, best }: { c: Context<CaisseEnv>; seen: SeenPoll; best: Best }) {
  const t = c.get('t')
  const { slug, time_zone: zone } = c.get('caisse')
  const dates = seen.dates.filter(({ id }) => best.dateIds.includes(id))
  const answered = seen.voices.filter(({ answeredAt }) => answeredAt).length
  return (
    <Card title={t('polls.best.title', { count: dates.length })} icon="check" look="accent">
      <p>{t('polls.best.text', { yes: best.yes, ifNeeded: best.ifNeeded, answered })}</p>
      <Actions>
        {dates.map((date, i) => (
          <LinkButton
            key={date.id}
            kind={i === 0 && dates.length === 1 ? 'primary' : 'secondary'}
            href={`/c/${slug}/sondages/${seen.poll.id}/choisir/${date.id}`}
          >
            {t('polls.best.choose', { dayText: sayShort(t, date, zone) })}
          </LinkButton>
        ))}
      </Actions>
    </Card>
  )
}

function Ended({ c, seen: { meeting, voices } }: { c: Context<CaisseEnv>; seen: SeenPoll }) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const unwritten = voices.filter(({ email, answeredAt }) => answeredAt && !email)
  if (!meeting) return <EmptyState title={t('polls.over.dropped')} icon="calendar" />
  return (
    <Card title={meeting.title} icon="calendar" look="accent">
      <p>{sayHours(t, meeting)}</p>
      {meeting.status === 'cancelled' && <Badge tone="refusal">{t('polls.over.cancelled')}</Badge>}
      {unwritten.length > 0 && (
        <p>{t('polls.one.tellThem', { namesText: unwritten.map(({ name }) => name).join(', ') })}</p>
      )}
      <Actions>
        <LinkButton icon="forward" href={`/c/${slug}/rencontres/${meeting.id}`}>
          {t('polls.over.meeting')}
        </LinkButton>
      </Actions>
    </Card>
  )
}

function DatesTable({ c, seen }: { c: Context<CaisseEnv>; seen: SeenPoll }) {
  const t = c.get('t')
  const { slug, time_zone: zone } = c.get('caisse')
  const { poll: found, tallies, voices, best } = seen
  const tally = (date: PollDate) => tallies.find(({ dateId }) => dateId === date.id)!
  const who = (date: PollDate, answered: Answer) =>
    voices
      .filter(({ answers }) => answers[date.id] === answered)
      .map(({ name }) => name)
      .join(', ')
  const cell = (date: PollDate, answered: Answer, count: number) => (
    <span>
      <strong>{count}</strong>
      {count > 0 && <span class="soft"> {who(date, answered)}</span>}
    </span>
  )
  return (
    <DataTable
      caption={t('polls.one.dates')}
      showCaption
      rows={seen.dates}
      keyOf={({ id }) => id}
      columns={[
        {
          label: t('polls.one.date'),
          heading: true,
          cell: (date) => (
            <span>
              {sayDay(t, date, zone, c.get('today'))}
              {', '}
              {sayHours(t, date)}{' '}
              {best?.dateIds.includes(date.id) && (
                <Badge tone="success">
                  {t(best.dateIds.length > 1 ? 'polls.best.tied' : 'polls.best.one')}
                </Badge>
              )}
            </span>
          ),
        },
        { label: t('polls.answer.yes'), cell: (date) => cell(date, 'yes', tally(date).yes) },
        { label: t('polls.answer.if_needed'), cell: (date) => cell(date, 'if_needed', tally(date).ifNeeded) },
        { label: t('polls.answer.no'), cell: (date) => cell(date, 'no', tally(date).no) },
        ...(found.status === 'open'
          ? [
              {
                label: t('polls.one.choose'),
                bare: true,
                cell: (date: PollDate) => (
                  <a
                    href={`/c/${slug}/sondages/${found.id}/choisir/${date.id}`}
                    aria-label={t('polls.best.choose', { dayText: sayShort(t, date, zone) })}
                  >
                    {t('polls.one.choose')}
                  </a>
                ),
              },
            ]
          : []),
      ]}
    />
  )
}

poll.post(`${ONE}/rappeler`, (c) =>
  answerForm(c, {
    act: (_, key) => remindPoll(callOf(c, key), { pollId: c.req.param('poll') }),
    done: ({ reminded }) => `/c/${c.get('caisse').slug}/sondages/${c.req.param('poll')}?rappele=${reminded}`,
    again: (form) => onePage(c, form),
  }),
)

poll.post(`${ONE}/abandonner`, (c) =>
  answerForm(c, {
    act: (_, key) => dropPoll(callOf(c, key), { pollId: c.req.param('poll') }),
    done: () => `/c/${c.get('caisse').slug}/sondages/${c.req.param('poll')}?abandon=oui`,
    again: (form) => changePage(c, form),
  }),
)

poll.get(`${ONE}/modifier`, async (c) => html(await changePage(c, freshForm())))

poll.post(`${ONE}/modifier`, (c) =>
  answerForm(c, {
    act: (fields, key) => changePoll(callOf(c, key), { pollId: c.req.param('poll'), ...readPoll(fields) }),
    done: () => `/c/${c.get('caisse').slug}/sondages/${c.req.param('poll')}?change=oui`,
    again: (form) => changePage(c, form),
  }),
)

poll.post(`${ONE}/retirer-une-date`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      removeDate(callOf(c, key), { pollId: c.req.param('poll'), dateId: textField(fields, 'dateId') }),
    done: () => `/c/${c.get('caisse').slug}/sondages/${c.req.param('poll')}/modifier`,
    again: (form) => changePage(c, form),
  }),
)

async function changePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug, time_zone: zone } = c.get('caisse')
  const { poll: found, dates, tallies } = await seePoll(c)
  const base = `/c/${slug}/sondages/${found.id}`
  const answers = (date: PollDate) => {
    const { yes, ifNeeded, no } = tallies.find(({ dateId }) => dateId === date.id)!
    return yes + ifNeeded + no
  }
  return (
    <DeskPage
      {...deskFrame(c, '/sondages')}
      title={t('polls.change.title')}
      lead={found.title}
      breadcrumb={trail(c, found)}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form action={`${base}/modifier`} issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <Card title={t('polls.new.what')} icon="edit">
          <PollFields c={c} poll={found} />
        </Card>
        <DateLines c={c} title={t('polls.form.addDates')} />
        <AskingFields c={c} poll={found} />
        <Actions sticky>
          <Button kind="primary">{t('polls.change.confirm')}</Button>
        </Actions>
      </Form>
      {dates.length > 1 && (
        <Card title={t('polls.change.remove')} icon="delete">
          <p class="soft">{t('polls.change.removeText')}</p>
          <form class="stack" method="post" action={`${base}/retirer-une-date`}>
            <HiddenKey value={form.key} />
            <Actions>
              {dates.map((date) => (
                <Button key={date.id} kind="danger" name="dateId" value={date.id}>
                  {t('polls.change.removeOne', { dayText: sayShort(t, date, zone), count: answers(date) })}
                </Button>
              ))}
            </Actions>
          </form>
        </Card>
      )}
      <Disclosure summary={t('polls.change.drop')}>
        <p>{t('polls.change.dropText')}</p>
        <form class="stack" method="post" action={`${base}/abandonner`}>
          <HiddenKey value={form.key} />
          <Actions>
            <Button kind="danger">{t('polls.change.dropConfirm')}</Button>
          </Actions>
        </form>
      </Disclosure>
    </DeskPage>
  )
}
