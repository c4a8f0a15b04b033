import { Hono, type Context, type MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { SYSTEM } from '../../../kit/actor.ts'
import { answerForm, freshForm, html, textField, type Fields, type FormState } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { TextField } from '../../../kit/ui/inputs.tsx'
import { PublicPage } from '../../../kit/ui/pages.tsx'
import { Card, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { Prose } from '../../../kit/ui/prose.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { findCaisse } from '../../caisses/store.ts'
import { enterCaissePage, publicFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { clientAddress } from '../../identity/client-address.ts'
import { guessAt } from '../../identity/guesses.ts'
import { answerPoll } from '../actions.ts'
import { cityOf, refusalToAnswer, type Answer } from '../rules.ts'
import { pollPath, readPollAddress, readVoiceKey, voiceKey } from '../secrets.ts'
import {
  datesOf,
  findVoice,
  getPollByToken,
  meetingOf,
  voicesOf,
  type Poll,
  type PollDate,
  type PlannedMeeting,
  type Voice,
} from '../store.ts'
import { DateCard, sayDay, sayHours, sayShort } from './dates.tsx'

/** Answers from one place on the network in a quarter of an hour: a whole meeting may share its Wi-Fi. */
const ANSWERS_PER_PLACE = 40

/** People do not see it: what fills it in is a program, which is thanked and not heard. */
const HONEYPOT = 'website'

const COOKIE = 'tablee_sondage'
const DAY = 24 * 60 * 60

export const answer = new Hono<CaisseEnv>()

const readAddress: MiddlewareHandler<CaisseEnv> = async (c, next) => {
  const { slug } = readPollAddress(c.req.param('token') ?? '')
  const caisse = await findCaisse(c.get('app').db, slug)
  if (!caisse) throw new Refusal('unknown_poll', {}, 404)
  enterCaissePage(c, caisse)
  await next()
  c.header('x-robots-tag', 'noindex')
  c.header('cache-control', 'no-store')
}

answer.use('/sondage/:token', readAddress)
answer.use('/sondage/:token/*', readAddress)

answer.get('/sondage/:token', async (c) => {
  const key = getCookie(c, COOKIE)
  const own = c.req.query('autre') === undefined ? await seePoll(c, key) : null
  if (own?.voice) return c.redirect(`${own.path}/reponse/${key}`, 303)
  return html(await pollPage(c, freshForm()))
})

answer.post('/sondage/:token', (c) =>
  answerForm(c, {
    act: (fields, key) => send(c, fields, key, null),
    done: (given) => thank(c, given),
    again: (form) => pollPage(c, form),
  }),
)

answer.get('/sondage/:token/reponse/:key', async (c) =>
  html(await pollPage(c, freshForm(), c.req.param('key'))),
)

answer.post('/sondage/:token/reponse/:key', async (c) => {
  const { voice } = await seePoll(c, c.req.param('key'))
  if (!voice) throw new Refusal('unknown_voice', {}, 404)
  return answerForm(c, {
    act: (fields, key) => send(c, fields, key, voice.id),
    done: (given) => thank(c, given),
    again: (form) => pollPage(c, form, c.req.param('key')),
  })
})

/** What was ticked, by date. */
export const readAnswers = (fields: Fields): Record<string, Answer> =>
  Object.fromEntries(
    Object.keys(fields)
      .filter((name) => name.startsWith('date.'))
      .map((name) => [name.slice('date.'.length), textField(fields, name) as Answer]),
  )

type Given = { voiceId: string } | null

async function send(
  c: Context<CaisseEnv>,
  fields: Fields,
  key: string,
  voiceId: string | null,
): Promise<Given> {
  const app = c.get('app')
  const { id: caisseId } = c.get('caisse')
  const { token } = readPollAddress(c.req.param('token')!)
  await guessAt(app, { kind: 'address', name: `poll ${token} ${clientAddress(c, app)}` }, ANSWERS_PER_PLACE)
  if (textField(fields, HONEYPOT) !== '') return null
  return answerPoll(
    { app, actor: SYSTEM, caisseId, key },
    {
      token,
      voiceId,
      name: textField(fields, 'name'),
      email: textField(fields, 'email'),
      language: c.get('t').locale,
      answers: readAnswers(fields),
    },
  )
}

function thank(c: Context<CaisseEnv>, given: Given): string {
  const path = pathOf(c)
  if (!given) return path
  const app = c.get('app')
  const key = voiceKey(app, given.voiceId)
  setCookie(c, COOKIE, key, {
    httpOnly: true,
    sameSite: 'Lax',
    secure: app.address.startsWith('https:'),
    path,
    maxAge: 90 * DAY,
  })
  return `${path}/reponse/${key}?note=oui`
}

const pathOf = (c: Context<CaisseEnv>): string =>
  pollPath(c.get('caisse').slug, readPollAddress(c.req.param('token')!).token)

type Seen = {
  path: string
  poll: Poll
  dates: PollDate[]
  voice: Voice | undefined
  meeting: PlannedMeeting | undefined
  /** Where the group chose that they are seen: by who answered, once they did. */
  others: Voice[]
}

async function seePoll(c: Context<CaisseEnv>, key?: string): Promise<Seen> {
  const { token } = readPollAddress(c.req.param('token')!)
  const voiceId = readVoiceKey(c.get('app'), key)
  return read(c, async (tx) => {
    const poll = await getPollByToken(tx, token)
    const voice = voiceId ? await findVoice(tx, poll.id, voiceId) : undefined
    const shown = poll.answersShown && voice?.answeredAt
    return {
      path: pathOf(c),
      poll,
      voice,
      dates: await datesOf(tx, poll.id),
      meeting: poll.meetingId ? await meetingOf(tx, poll.meetingId) : undefined,
      others: shown ? (await voicesOf(tx, poll.id)).filter(({ answeredAt }) => answeredAt) : [],
    }
  })
}

async function pollPage(c: Context<CaisseEnv>, form: FormState, key?: string) {
  const t = c.get('t')
  const seen = await seePoll(c, key)
  const { poll, voice } = seen
  if (key !== undefined && !voice && poll.status === 'open') throw new Refusal('unknown_voice', {}, 404)
  const refusal = refusalToAnswer(poll, c.get('app').now())
  if (refusal) return overPage(c, seen)
  const noted = c.req.query('note') && !form.refusal && form.issues.length === 0
  return (
    <PublicPage
      {...publicFrame(c)}
      title={noted ? t('polls.answered.title', { nameText: voice?.name ?? '' }) : poll.title}
      lead={noted ? poll.title : t('polls.ask.lead', { caisseText: c.get('caisse').name })}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      {noted && <Noted c={c} seen={seen} />}
      <About c={c} poll={poll} />
      <AnswerForm c={c} seen={seen} form={form} />
      {seen.others.length > 0 && <Others c={c} seen={seen} />}
    </PublicPage>
  )
}

function Noted({ c, seen }: { c: Context<CaisseEnv>; seen: Seen }) {
  const t = c.get('t')
  const key = voiceKey(c.get('app'), seen.voice!.id)
  return (
    <Card title={t('polls.answered.change')} icon="edit" look="accent">
      <p>{t(seen.voice!.email ? 'polls.answered.byMail' : 'polls.answered.byLink')}</p>
      {!seen.voice!.email && <p class="share-link">{`${c.get('app').address}${seen.path}/reponse/${key}`}</p>}
      <Actions>
        <LinkButton kind="quiet" href={`${seen.path}?autre=oui`}>
          {t('polls.answered.other')}
        </LinkButton>
      </Actions>
    </Card>
  )
}

function About({ c, poll }: { c: Context<CaisseEnv>; poll: Poll }) {
  const t = c.get('t')
  const place = [poll.placeName, poll.placeAddress].filter(Boolean).join(', ')
  return (
    <Card look="sunk">
      {poll.description !== '' && <Prose markdown={poll.description} />}
      {place !== '' && <p>{t('polls.ask.place', { placeText: place })}</p>}
      <p>
        {t('polls.ask.until', { untilText: t.instant(new Date(poll.closesAt.getTime() - 60_000)) })}{' '}
        {t('polls.ask.clock', { cityText: cityOf(c.get('caisse').time_zone) })}
      </p>
      <p>{t(poll.answersShown ? 'polls.ask.shown' : 'polls.ask.hidden')}</p>
    </Card>
  )
}

function AnswerForm({ c, seen, form }: { c: Context<CaisseEnv>; seen: Seen; form: FormState }) {
  const t = c.get('t')
  const { voice, dates } = seen
  const zone = c.get('caisse').time_zone
  return (
    <Form
      issues={form.issues}
      typed={form.typed}
      idempotencyKey={form.key}
      labels={Object.fromEntries(dates.map((date) => [`date.${date.id}`, sayShort(t, date, zone)]))}
    >
      <div class="dates">
        {dates.map((date) => (
          <DateCard
            key={date.id}
            t={t}
            date={date}
            zone={zone}
            today={c.get('today')}
            value={voice?.answers[date.id]}
          />
        ))}
      </div>
      <TextField
        name="name"
        label={t('polls.ask.name')}
        hint={t('polls.ask.nameHint')}
        autocomplete="given-name"
        maxLength={40}
        value={voice?.name ?? ''}
      />
      <TextField
        name="email"
        type="email"
        label={t('polls.ask.email')}
        hint={t('polls.ask.emailHint')}
        autocomplete="email"
        maxLength={200}
        value={voice?.email ?? ''}
        optional
      />
      <div class="visually-hidden" aria-hidden="true">
        <label>
          {t('polls.ask.honeypot')}
          <input type="text" name={HONEYPOT} tabIndex={-1} autocomplete="off" />
        </label>
      </div>
      <Actions>
        <Button kind="primary" icon="send">
          {t(voice?.answeredAt ? 'polls.ask.change' : 'polls.ask.confirm')}
        </Button>
      </Actions>
    </Form>
  )
}

function Others({ c, seen: { dates, others } }: { c: Context<CaisseEnv>; seen: Seen }) {
  const t = c.get('t')
  const zone = c.get('caisse').time_zone
  const names = (date: PollDate, answered: Answer) =>
    others
      .filter(({ answers }) => answers[date.id] === answered)
      .map(({ name }) => name)
      .join(', ') || '–'
  return (
    <DataTable
      caption={t('polls.others')}
      showCaption
      dense
      rows={dates}
      keyOf={({ id }) => id}
      columns={[
        { label: t('polls.one.date'), heading: true, cell: (date) => sayShort(t, date, zone) },
        { label: t('polls.answer.yes'), cell: (date) => names(date, 'yes') },
        { label: t('polls.answer.if_needed'), cell: (date) => names(date, 'if_needed') },
        { label: t('polls.answer.no'), cell: (date) => names(date, 'no') },
      ]}
    />
  )
}

/** Decided, given up, or nearly decided: the same link says it. */
function overPage(c: Context<CaisseEnv>, { poll, meeting }: Seen) {
  const t = c.get('t')
  const { slug, time_zone: zone } = c.get('caisse')
  if (!meeting)
    return (
      <PublicPage {...publicFrame(c)} title={poll.title}>
        <EmptyState
          icon="calendar"
          title={t(poll.status === 'dropped' ? 'polls.over.dropped' : 'polls.over.deadline')}
        >
          <p>{t(poll.status === 'dropped' ? 'polls.over.droppedText' : 'polls.over.deadlineText')}</p>
        </EmptyState>
      </PublicPage>
    )
  const cancelled = meeting.status === 'cancelled'
  return (
    <PublicPage
      {...publicFrame(c)}
      title={
        cancelled
          ? t('polls.over.cancelled')
          : t('polls.over.decided', { dayText: sayDay(t, meeting, zone, c.get('today')) })
      }
      lead={meeting.title}
    >
      <Card title={sayHours(t, meeting)} icon="clock" look="accent">
        {meeting.place !== '' && <p>{t('polls.ask.place', { placeText: meeting.place })}</p>}
        <p>{t('polls.over.invited')}</p>
      </Card>
      {meeting.audience === 'public' && (
        <Actions>
          <LinkButton kind="primary" icon="calendar" href={`/c/${slug}/rencontres/${meeting.id}`}>
            {t('polls.over.meeting')}
          </LinkButton>
        </Actions>
      )}
    </PublicPage>
  )
}
