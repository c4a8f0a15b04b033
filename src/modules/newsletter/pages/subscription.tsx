import { Hono, type Context } from 'hono'
import { v7 as uuid } from 'uuid'
import { SYSTEM } from '../../../kit/actor.ts'
import type { Call } from '../../../kit/gesture.ts'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { TextField } from '../../../kit/ui/inputs.tsx'
import { PublicPage } from '../../../kit/ui/pages.tsx'
import { Notice } from '../../../kit/ui/parts.tsx'
import { listTerritories } from '../../caisses/store.ts'
import { publicFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { clientAddress } from '../../identity/client-address.ts'
import { guessAt } from '../../identity/guesses.ts'
import { noteReturns } from '../actions/returns.ts'
import { askForLetter, confirmLetter, leaveLetter } from '../actions/subscriptions.ts'
import { PARTS } from '../rules/letter.ts'
import { readReturns } from '../rules/returns.ts'
import { readSetting } from '../store/setting.ts'
import { isReturnsToken, readSubscriberToken } from '../tokens.ts'
import { publicHref } from './frame.tsx'
import { AboutFields } from './subscribers.tsx'

/** Asking for the letter, saying yes from one's mailbox, leaving: without an account. */
export const subscription = new Hono<CaisseEnv>()

/** In a quarter of an hour: from one place on the network, to one mailbox, and from everywhere. */
const ASKED_FROM_A_PLACE = 20
const ASKED_FOR_A_MAILBOX = 3
const ASKED_IN_ALL = 200

/** A field that people do not see: what fills it in is a program, which is thanked and not heard. */
const HONEYPOT = 'website'

const anonymous = (c: Context<CaisseEnv>, key: string): Call => ({
  app: c.get('app'),
  actor: SYSTEM,
  caisseId: c.get('caisse').id,
  key,
})

subscription.get('/c/:slug/lettres/abonnement', async (c) => html(await askPage(c, freshForm())))

subscription.post('/c/:slug/lettres/abonnement', (c) =>
  answerForm(c, {
    act: async (fields, key) => {
      const app = c.get('app')
      const { id } = c.get('caisse')
      const email = textField(fields, 'email').trim().toLowerCase()
      await guessAt(
        app,
        { kind: 'address', name: `letter ${id} ${clientAddress(c, app)}` },
        ASKED_FROM_A_PLACE,
      )
      await guessAt(app, { kind: 'address', name: `letter ${id}` }, ASKED_IN_ALL)
      if (textField(fields, HONEYPOT) !== '') return
      if (await isPestered(c, email)) return
      await askForLetter(anonymous(c, key), {
        email: textField(fields, 'email'),
        name: textField(fields, 'name'),
        territoryId: textField(fields, 'territoryId'),
        part: PARTS.find((part) => part === textField(fields, 'part')) ?? 'other',
        language: c.get('t').locale,
      })
    },
    done: () => `${publicHref(c)}/abonnement/merci`,
    again: (form) => askPage(c, form),
  }),
)

/** A mailbox that was asked often enough is left in peace; whoever asks reads the same page. */
async function isPestered(c: Context<CaisseEnv>, email: string): Promise<boolean> {
  try {
    await guessAt(
      c.get('app'),
      { kind: 'mailbox', name: `letter ${c.get('caisse').id} ${email}` },
      ASKED_FOR_A_MAILBOX,
    )
    return false
  } catch (error) {
    if (error instanceof Refusal) return true
    throw error
  }
}

const trail = (c: Context<CaisseEnv>) => [
  { href: `/c/${c.get('caisse').slug}`, label: c.get('caisse').name },
  { href: publicHref(c), label: c.get('t')('newsletter.archive.all') },
]

async function askPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const territories = await read(c, listTerritories)
  return (
    <PublicPage
      {...publicFrame(c)}
      title={t('newsletter.ask.title')}
      lead={t('newsletter.ask.lead', { nameText: c.get('caisse').name })}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
      breadcrumb={trail(c)}
    >
      {c.req.query('essai') === 'oui' && <Notice title={t('newsletter.ask.fromTest')} />}
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <TextField
          name="email"
          type="email"
          label={t('newsletter.ask.email')}
          hint={t('newsletter.ask.emailHint')}
          autocomplete="email"
          maxLength={200}
        />
        <TextField
          name="name"
          label={t('newsletter.ask.name')}
          autocomplete="given-name"
          maxLength={100}
          optional
        />
        <AboutFields t={t} territories={territories} />
        <div class="visually-hidden" aria-hidden="true">
          <label>
            {t('waiting.join.honeypot')}
            <input type="text" name={HONEYPOT} tabIndex={-1} autocomplete="off" />
          </label>
        </div>
        <p class="soft">{t('newsletter.ask.promise')}</p>
        <Actions>
          <Button kind="primary" icon="mail">
            {t('newsletter.ask.confirm')}
          </Button>
        </Actions>
      </Form>
    </PublicPage>
  )
}

subscription.get('/c/:slug/lettres/abonnement/merci', (c) => {
  const t = c.get('t')
  return html(
    <PublicPage
      {...publicFrame(c)}
      title={t('newsletter.thanks.title')}
      lead={t('newsletter.thanks.lead')}
      breadcrumb={trail(c)}
    >
      <p>{t('newsletter.thanks.text')}</p>
      <Actions>
        <LinkButton href={publicHref(c)}>{t('newsletter.thanks.archive')}</LinkButton>
      </Actions>
    </PublicPage>,
  )
})

// --- yes, from one's mailbox -------------------------------------------------------------------

const subscriberIn = (c: Context<CaisseEnv>, purpose: 'confirm' | 'leave'): string => {
  const id = readSubscriberToken(c.get('app'), purpose, c.get('caisse').id, c.req.param('token') ?? '')
  if (id === null) throw new Refusal('letter_link_over', {}, 404)
  return id
}

type Step = { title: string; lead: string; button?: string }

const stepPage = (c: Context<CaisseEnv>, { title, lead, button }: Step) => (
  <PublicPage {...publicFrame(c)} title={title} lead={lead} breadcrumb={trail(c)}>
    {button ? (
      <Form idempotencyKey={uuid()}>
        <Actions>
          <Button kind="primary" icon="check">
            {button}
          </Button>
        </Actions>
      </Form>
    ) : (
      <Actions>
        <LinkButton href={publicHref(c)}>{c.get('t')('newsletter.thanks.archive')}</LinkButton>
      </Actions>
    )}
  </PublicPage>
)

subscription.get('/c/:slug/lettres/abonnement/:token', (c) => {
  const t = c.get('t')
  subscriberIn(c, 'confirm')
  const params = { nameText: c.get('caisse').name }
  if (c.req.query('oui') === '1')
    return html(
      stepPage(c, { title: t('newsletter.confirm.done'), lead: t('newsletter.confirm.doneText', params) }),
    )
  return html(
    stepPage(c, {
      title: t('newsletter.confirm.title'),
      lead: t('newsletter.confirm.lead', params),
      button: t('newsletter.confirm.button'),
    }),
  )
})

subscription.post('/c/:slug/lettres/abonnement/:token', async (c) => {
  await confirmLetter(anonymous(c, uuid()), { subscriberId: subscriberIn(c, 'confirm') })
  return c.redirect(`${c.req.path}?oui=1`, 303)
})

// --- leaving -----------------------------------------------------------------------------------

subscription.get('/c/:slug/lettres/desabonnement/:token', (c) => {
  const t = c.get('t')
  subscriberIn(c, 'leave')
  const params = { nameText: c.get('caisse').name }
  if (c.req.query('oui') === '1')
    return html(
      stepPage(c, { title: t('newsletter.leave.done'), lead: t('newsletter.leave.doneText', params) }),
    )
  return html(
    stepPage(c, {
      title: t('newsletter.leave.title'),
      lead: t('newsletter.leave.lead', params),
      button: t('newsletter.leave.button'),
    }),
  )
})

/**
 * The page's button, and what a mail program sends by itself (RFC 8058): neither session nor origin is asked, the
 * address is the proof.
 */
subscription.post('/c/:slug/lettres/desabonnement/:token', async (c) => {
  const subscriberId = subscriberIn(c, 'leave')
  const oneClick = (await c.req.text()).includes('One-Click')
  await leaveLetter(anonymous(c, uuid()), { subscriberId, by: oneClick ? 'one_click' : 'page' })
  return oneClick ? c.text('ok') : c.redirect(`${c.req.path}?oui=1`, 303)
})

// --- what a host of mails tells ----------------------------------------------------------------

const LARGEST_EVENT = 1024 * 1024

subscription.post('/c/:slug/lettres/retours/:token', async (c) => {
  const app = c.get('app')
  const { id } = c.get('caisse')
  const { returnsVersion } = await read(c, readSetting)
  if (!isReturnsToken(app, id, returnsVersion, c.req.param('token')))
    throw new Refusal('letter_link_over', {}, 404)
  const text = await c.req.text()
  const returns = text.length > LARGEST_EVENT ? [] : readReturns(parsed(text))
  return c.json(await noteReturns(anonymous(c, uuid()), { returns }))
})

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Addresses that machines post to: each is proof enough by itself, and no page of another site gains by it. */
export const MACHINES = [
  /^\/c\/[a-z0-9-]+\/lettres\/desabonnement\/[0-9a-f-]{36}\.[\w-]{27}$/,
  /^\/c\/[a-z0-9-]+\/lettres\/retours\/[\w-]{27}$/,
]
