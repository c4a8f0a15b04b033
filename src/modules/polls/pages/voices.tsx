import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Disclosure, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, type CaisseEnv } from '../../caisses/web.ts'
import { inviteToPoll, noteAnswer, removeVoice } from '../actions.ts'
import { readAnswers } from './answer.tsx'
import { DateCard, sayShort } from './dates.tsx'
import { trail } from './poll.tsx'
import { seePoll } from './see-poll.ts'

const ONE = '/c/:slug/sondages/:poll{[0-9a-f-]{36}}'

/** What the team does for people: asks them by mail, notes what somebody says at the desk, takes an answer out. */
export const voices = new Hono<CaisseEnv>()

const back = (c: Context<CaisseEnv>, done: string) =>
  `/c/${c.get('caisse').slug}/sondages/${c.req.param('poll')}?${done}`

voices.get(`${ONE}/noter`, async (c) => html(await notePage(c, freshForm())))

voices.post(`${ONE}/noter`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      noteAnswer(callOf(c, key), {
        pollId: c.req.param('poll'),
        voiceId: textField(fields, 'voiceId'),
        name: textField(fields, 'name'),
        answers: readAnswers(fields),
      }),
    done: () => back(c, 'note=oui'),
    again: (form) => notePage(c, form),
  }),
)

async function notePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const zone = c.get('caisse').time_zone
  const { poll, dates, voices: all } = await seePoll(c)
  const asked = form.typed['voiceId'] ?? c.req.query('voix') ?? ''
  const voice = all.find(({ id }) => id === asked)
  if (asked !== '' && !voice) throw new Refusal('unknown_voice', {}, 404)
  return (
    <DeskPage
      {...deskFrame(c, '/sondages')}
      title={t(voice ? 'polls.note.changeTitle' : 'polls.note.title', { nameText: voice?.name ?? '' })}
      lead={poll.title}
      breadcrumb={trail(c, poll)}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      {poll.status === 'open' && (
        <Form
          issues={form.issues}
          typed={form.typed}
          idempotencyKey={form.key}
          labels={Object.fromEntries(dates.map((date) => [`date.${date.id}`, sayShort(t, date, zone)]))}
        >
          <input type="hidden" name="voiceId" value={voice?.id ?? ''} />
          <TextField
            name="name"
            label={t('polls.note.name')}
            hint={t('polls.note.nameHint')}
            maxLength={40}
            value={voice?.name ?? ''}
          />
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
          <Actions sticky>
            <Button kind="primary">{t('polls.note.confirm')}</Button>
          </Actions>
        </Form>
      )}
      {voice && (
        <Disclosure summary={t('polls.note.remove')} open={poll.status !== 'open'}>
          <p>{t('polls.note.removeText', { nameText: voice.name })}</p>
          <form class="stack" method="post" action={`/c/${c.get('caisse').slug}/sondages/${poll.id}/retirer`}>
            <HiddenKey value={form.key} />
            <input type="hidden" name="voiceId" value={voice.id} />
            <Actions>
              <Button kind="danger">{t('polls.note.removeConfirm')}</Button>
            </Actions>
          </form>
        </Disclosure>
      )}
    </DeskPage>
  )
}

voices.post(`${ONE}/retirer`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      removeVoice(callOf(c, key), { pollId: c.req.param('poll'), voiceId: textField(fields, 'voiceId') }),
    done: () => back(c, 'retire=oui'),
    again: (form) => notePage(c, form),
  }),
)

voices.get(`${ONE}/inviter`, async (c) => html(await invitePage(c, freshForm())))

voices.post(`${ONE}/inviter`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      inviteToPoll(callOf(c, key), { pollId: c.req.param('poll'), guests: textField(fields, 'guests') }),
    done: ({ asked }) => back(c, `demande=${asked}`),
    again: (form) => invitePage(c, form),
  }),
)

async function invitePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { poll } = await seePoll(c)
  return (
    <DeskPage
      {...deskFrame(c, '/sondages')}
      title={t('polls.invite.title')}
      lead={poll.title}
      breadcrumb={trail(c, poll)}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <p>{t('polls.invite.text')}</p>
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <TextField
          name="guests"
          label={t('polls.invite.guests')}
          hint={t('polls.invite.guestsHint')}
          rows={6}
        />
        <Actions sticky>
          <Button kind="primary" icon="send">
            {t('polls.invite.confirm')}
          </Button>
        </Actions>
      </Form>
    </DeskPage>
  )
}
