import { Hono } from 'hono'
import type { VNode } from 'preact'
import { parseInput } from '../../kit/gesture.ts'
import { answerForm, freshForm, html, textField, type FormState, type PageEnv } from '../../kit/http.ts'
import { isLocale } from '../../kit/i18n/locale.ts'
import type { Translate } from '../../kit/i18n/translate.ts'
import type { Mail } from '../../kit/mail.ts'
import type { Module } from '../../kit/module.ts'
import { Refusal } from '../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../kit/ui/button.tsx'
import { RadioCards } from '../../kit/ui/choices.tsx'
import { Form } from '../../kit/ui/form.tsx'
import { TextField } from '../../kit/ui/inputs.tsx'
import { PublicPage } from '../../kit/ui/pages.tsx'
import { Card, Notice } from '../../kit/ui/parts.tsx'
import { peopleBehind, requestSignIn, signIn, SignInRequest, signOut } from './actions.ts'
import { identityExports } from './exports.ts'
import { LINK_MINUTES } from './rules.ts'
import { forgetSession, keepLanguage, keepSession, sessionToken } from './session.ts'

type Shown = { t: Translate; form: FormState; demo: boolean }

function SignInPage({ t, form, demo }: Shown) {
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
      <Card title={t('identity.signIn.noEmail')} look="sunk">
        <p>{t('identity.signIn.noEmailText')}</p>
      </Card>
    </PublicPage>
  )
}

function LinkSentPage({ t, mail, demo }: Omit<Shown, 'form'> & { mail: Mail | undefined }) {
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

publicPages.get('/connexion', (c) =>
  html(<SignInPage t={c.get('t')} form={freshForm()} demo={c.get('app').demo} />),
)

publicPages.post('/connexion', (c) =>
  answerForm(c, {
    act: (fields) => requestSignIn(c.get('app'), c.get('t'), parseInput(SignInRequest, fields)),
    done: () => '/connexion/envoi',
    again: (form) => <SignInPage t={c.get('t')} form={form} demo={c.get('app').demo} />,
  }),
)

publicPages.get('/connexion/envoi', (c) => {
  const { demo, mail } = c.get('app')
  return html(<LinkSentPage t={c.get('t')} mail={demo ? mail.outbox[0] : undefined} demo={demo} />)
})

// Mail scanners open links: only the button behind this page uses one up.
publicPages.get('/connexion/lien/:token', async (c) => {
  const token = c.req.param('token')
  return html(
    await enterPage({ t: c.get('t'), form: freshForm(), demo: c.get('app').demo }, token, () =>
      peopleBehind(c.get('app'), token),
    ),
  )
})

publicPages.post('/connexion/lien/:token', (c) => {
  const token = c.req.param('token')
  const app = c.get('app')
  return answerForm(c, {
    act: (fields) =>
      signIn(app, {
        token,
        accountId: textField(fields, 'accountId'),
        userAgent: c.req.header('user-agent') ?? '',
      }),
    done: ({ session }) => {
      keepSession(c, session)
      return '/accueil'
    },
    again: (form) =>
      enterPage({ t: c.get('t'), form, demo: app.demo }, token, () => peopleBehind(app, token)),
  })
})

async function enterPage(
  shown: Shown,
  token: string,
  people: () => Promise<{ id: string; display_name: string }[]>,
): Promise<VNode> {
  try {
    return <EnterPage {...shown} token={token} people={await people()} />
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return <SignInPage {...shown} form={{ ...freshForm(), refusal: error }} />
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

export const identity: Module = { publicPages, exports: identityExports }
