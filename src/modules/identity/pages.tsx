import { Hono, type Context } from 'hono'
import type { VNode } from 'preact'
import { SECOND_FACTOR_ROLES, type Grant, type Role } from '../../kit/actor.ts'
import type { App } from '../../kit/app.ts'
import { parseInput } from '../../kit/gesture.ts'
import { answerForm, freshForm, html, textField, type FormState, type PageEnv } from '../../kit/http.ts'
import { isLocale } from '../../kit/i18n/locale.ts'
import type { Translate } from '../../kit/i18n/translate.ts'
import type { Module } from '../../kit/module.ts'
import { Refusal } from '../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../kit/ui/button.tsx'
import { RadioCards } from '../../kit/ui/choices.tsx'
import { Form } from '../../kit/ui/form.tsx'
import { TextField } from '../../kit/ui/inputs.tsx'
import { PublicPage } from '../../kit/ui/pages.tsx'
import { Card, Notice } from '../../kit/ui/parts.tsx'
import { access } from './access-pages.tsx'
import { followLink, peopleBehind, requestSignIn, SignInRequest, signOut } from './actions.ts'
import { clientAddress } from './client-address.ts'
import { identityExports } from './exports.ts'
import { forgetGuesses } from './guesses.ts'
import { forgetMails, SEND_MAIL, sendMail, signInMail } from './outbox.ts'
import { daysAfter, LINK_MINUTES } from './rules.ts'
import { secondFactor } from './second-factor/pages.tsx'
import { PasskeyForm, type EntryOptions } from './second-factor/passkey-form.tsx'
import { entryOptions, readPasskey } from './second-factor/passkeys.ts'
import { forgetChallenges } from './second-factor/store.ts'
import { askedMail, enter, forgetSession, keepLanguage, keepMail, sessionToken } from './session.ts'
import { deleteExpiredSessions } from './sessions.ts'
import { findLoginAccount, grantsOf } from './store.ts'

type Shown = { t: Translate; form: FormState; demo: boolean }

function SignInPage({ t, form, demo, passkey }: Shown & { passkey: EntryOptions }) {
  return (
    <PublicPage t={t} title={t('identity.signIn.title')} lead={t('identity.signIn.lead')} demo={demo}>
      {form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
      <Form
        action="/connexion"
        issues={form.issues}
        typed={form.typed}
        idempotencyKey={form.key}
        summary={false}
      >
        <TextField
          name="email"
          type="email"
          label={t('identity.signIn.email')}
          autocomplete="email"
          inputmode="email"
          maxLength={254}
          autofocus
        />
        <Actions>
          <Button kind="primary">{t('identity.signIn.send')}</Button>
        </Actions>
      </Form>
      <section class="stack" aria-labelledby="autrement">
        <h2 id="autrement">{t('identity.signIn.otherwise')}</h2>
        <PasskeyForm action="/connexion/cle" options={passkey} label={t('identity.signIn.passkey')} t={t} />
        <Actions>
          <LinkButton href="/connexion/numero" icon="card">
            {t('identity.signIn.number')}
          </LinkButton>
        </Actions>
      </section>
      <Card title={t('identity.signIn.noEmail')} look="sunk">
        <p>{t('identity.signIn.noEmailText')}</p>
      </Card>
    </PublicPage>
  )
}

function LinkSentPage({ t, mail, demo }: Omit<Shown, 'form'> & { mail: { text: string } | undefined }) {
  return (
    <PublicPage
      t={t}
      title={t('identity.sent.title')}
      lead={t('identity.sent.lead', { minutes: LINK_MINUTES })}
      demo={demo}
    >
      {mail && (
        <Card title={t('identity.sent.outbox')}>
          {mail.text.split('\n').map((line, i) => (
            <p key={i}>{line.startsWith('http') ? <a href={line}>{line}</a> : line}</p>
          ))}
        </Card>
      )}
      <Card title={t('identity.sent.nothing')} look="sunk">
        <p>{t('identity.sent.nothingText')}</p>
        <Actions>
          <LinkButton href="/connexion">{t('identity.sent.again')}</LinkButton>
        </Actions>
      </Card>
    </PublicPage>
  )
}

function EnterPage({
  t,
  form,
  demo,
  token,
  people,
}: Shown & { token: string; people: readonly { id: string; display_name: string }[] }) {
  const [only, ...others] = people
  return (
    <PublicPage t={t} title={t('identity.link.title')} demo={demo}>
      {form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
      <Form
        action={`/connexion/lien/${token}`}
        issues={form.issues}
        typed={form.typed}
        idempotencyKey={form.key}
      >
        {others.length === 0 ? (
          <input type="hidden" name="accountId" value={only?.id} />
        ) : (
          <RadioCards
            name="accountId"
            label={t('identity.link.who')}
            hint={t('identity.link.whoHint')}
            options={people.map((person) => ({ value: person.id, label: person.display_name }))}
          />
        )}
        <Actions>
          <Button kind="primary">
            {others.length === 0 && only
              ? t('identity.link.enterAs', { nameText: only.display_name })
              : t('identity.link.enter')}
          </Button>
        </Actions>
      </Form>
    </PublicPage>
  )
}

const publicPages = new Hono<PageEnv>()

const signInPage = async (c: Context<PageEnv>, form: FormState) => {
  const app = c.get('app')
  return <SignInPage t={c.get('t')} form={form} demo={app.demo} passkey={await entryOptions(app)} />
}

publicPages.get('/connexion', async (c) => html(await signInPage(c, freshForm())))

publicPages.post('/connexion', (c) =>
  answerForm(c, {
    act: async (fields) => {
      const app = c.get('app')
      const input = parseInput(SignInRequest, fields)
      const mail = await requestSignIn(app, c.get('t'), input, clientAddress(c, app))
      if (app.demo) keepMail(c, mail)
    },
    done: () => '/connexion/envoi',
    again: (form) => signInPage(c, form),
  }),
)

publicPages.post('/connexion/cle', (c) =>
  answerForm(c, {
    act: async (fields) => {
      const accountId = await readPasskey(c.get('app'), textField(fields, 'answer'))
      if (!(await findLoginAccount(c.get('app').db, accountId))) throw new Refusal('passkey_refused')
      await enter(c, accountId, { secondFactor: true })
    },
    done: () => '/accueil',
    again: (form) => signInPage(c, form),
    secret: ['answer'],
  }),
)

publicPages.get('/connexion/envoi', async (c) => {
  const { demo, db } = c.get('app')
  const asked = demo ? askedMail(c) : undefined
  const mail = asked === undefined ? undefined : await signInMail(db, asked)
  return html(<LinkSentPage t={c.get('t')} mail={mail} demo={demo} />)
})

// Mail scanners open links: only the button behind this page uses one up.
publicPages.get('/connexion/lien/:token', async (c) => html(await enterPage(c, freshForm())))

publicPages.post('/connexion/lien/:token', (c) => {
  const app = c.get('app')
  return answerForm(c, {
    act: async (fields) => {
      const accountId = textField(fields, 'accountId')
      await followLink(app, { token: c.req.param('token'), accountId })
      await enter(c, accountId)
      return needsSecondFactor(await grantsOf(app.db, accountId), app.demo)
    },
    done: (second) => (second ? '/connexion/second-facteur' : '/accueil'),
    again: (form) => enterPage(c, form),
  })
})

/** Whoever moves euros or changes rules shows a second factor as soon as they come in. */
const needsSecondFactor = (grants: readonly Grant[], demo: boolean): boolean =>
  !demo && grants.some(({ role }) => (SECOND_FACTOR_ROLES as readonly Role[]).includes(role))

async function enterPage(c: Context<PageEnv, '/connexion/lien/:token'>, form: FormState): Promise<VNode> {
  const app = c.get('app')
  const token = c.req.param('token')
  try {
    const people = await peopleBehind(app, token)
    return <EnterPage t={c.get('t')} form={form} demo={app.demo} token={token} people={people} />
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return signInPage(c, { ...freshForm(), refusal: error })
  }
}

publicPages.post('/deconnexion', async (c) => {
  const token = sessionToken(c)
  if (token) await signOut(c.get('app'), token)
  forgetSession(c)
  return c.redirect('/', 303)
})

publicPages.post('/langue/:locale', (c) => {
  const locale = c.req.param('locale')
  if (isLocale(locale)) keepLanguage(c, locale)
  return c.redirect(backTo(c.req.header('referer')), 303)
})

/** The page one came from, here: `//` at its start would be another site. */
function backTo(referer: string | undefined): string {
  if (!referer || !URL.canParse(referer)) return '/'
  const { pathname, search } = new URL(referer)
  return pathname.replace(/^\/+/, '/') + search
}

export const identity: Module = {
  publicPages,
  pages: new Hono<PageEnv>().route('/', secondFactor).route('/', access),
  jobs: { [SEND_MAIL]: sendMail, tidy_identity: tidyIdentity },
  cron: ['40 2 * * * tidy_identity'],
  exports: identityExports,
}

/** Every night: what served its purpose. */
async function tidyIdentity(app: App): Promise<void> {
  const now = app.now()
  await forgetMails(app)
  await forgetGuesses(app)
  await forgetChallenges(app.db, daysAfter(now, -1))
  await deleteExpiredSessions(app.db, now)
}
