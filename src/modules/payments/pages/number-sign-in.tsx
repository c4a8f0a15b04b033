import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState, type PageEnv } from '../../../kit/http.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { CodeField, TextField } from '../../../kit/ui/inputs.tsx'
import { PublicPage } from '../../../kit/ui/pages.tsx'
import { Notice } from '../../../kit/ui/parts.tsx'
import { clientAddress } from '../../identity/client-address.ts'
import { keepSession } from '../../identity/session.ts'
import { signInByNumber } from '../actions/sign-in-by-number.ts'

/** The way in of those who have neither e-mail nor passkey: they see what is left, the history and the places. */
export const numberSignIn = new Hono<PageEnv>()

numberSignIn.get('/connexion/numero', (c) => html(<NumberPage c={c} form={freshForm()} />))

numberSignIn.post('/connexion/numero', (c) =>
  answerForm(c, {
    act: (fields) =>
      signInByNumber(c.get('app'), {
        number: textField(fields, 'number'),
        code: textField(fields, 'code'),
        userAgent: c.req.header('user-agent') ?? '',
        from: clientAddress(c, c.get('app')),
      }),
    done: ({ session }) => {
      keepSession(c, session)
      return '/accueil'
    },
    again: (form) => <NumberPage c={c} form={form} />,
    secret: ['code'],
  }),
)

function NumberPage({ c, form }: { c: Context<PageEnv>; form: FormState }) {
  const t = c.get('t')
  return (
    <PublicPage
      t={t}
      demo={c.get('app').demo}
      title={t('numberSignIn.title')}
      lead={t('numberSignIn.lead')}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
      breadcrumb={[{ href: '/connexion', label: t('identity.signIn.title') }]}
    >
      <Form action="/connexion/numero" issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <TextField
          name="number"
          label={t('numberSignIn.number')}
          hint={t('numberSignIn.numberHint')}
          inputmode="numeric"
          maxLength={12}
          width="medium"
          autofocus
        />
        <CodeField name="code" label={t('numberSignIn.code')} length={6} />
        <Actions>
          <Button kind="primary">{t('numberSignIn.enter')}</Button>
          <LinkButton href="/connexion" kind="quiet">
            {t('numberSignIn.back')}
          </LinkButton>
        </Actions>
      </Form>
      <p class="soft">{t('numberSignIn.shared')}</p>
    </PublicPage>
  )
}
