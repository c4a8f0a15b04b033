import { Hono, type Context } from 'hono'
import { SECOND_FACTOR_ROLES, type Role } from '../../../kit/actor.ts'
import {
  actorOf,
  answerForm,
  freshForm,
  html,
  textField,
  type FormState,
  type PageEnv,
} from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { TextField } from '../../../kit/ui/inputs.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { PublicPage } from '../../../kit/ui/pages.tsx'
import { QrDrawing } from '../../../kit/ui/qr.tsx'
import { Disclosure, Notice } from '../../../kit/ui/parts.tsx'
import { SECOND_FACTOR_HOURS } from '../rules.ts'
import { ownPath } from '../session.ts'
import {
  confirmSecret,
  refusalToChange,
  removeApplication,
  removePasskey,
  renewRecoveryCodes,
  secretToConfirm,
  showCode,
  type Account,
} from './codes.ts'
import { PasskeyForm } from './passkey-form.tsx'
import { entryOptions, registerPasskey, registrationOptions, showPasskey } from './passkeys.ts'
import { factorsOf, hasFactor } from './store.ts'

export const secondFactor = new Hono<PageEnv>()

/** Who signed in as themselves; a number and a code open nothing of this. */
export function accountOfPage(c: Context<PageEnv>): Account {
  const actor = actorOf(c)
  if (actor.kind !== 'account') throw new Refusal('not_allowed', {}, 403)
  return actor
}

const frame = (c: Context<PageEnv>) => ({ t: c.get('t'), demo: c.get('app').demo })

const backOf = (c: Context<PageEnv>): string => ownPath(c.req.query('retour'))

const PATH = '/connexion/second-facteur'

secondFactor.get(PATH, async (c) => html(await proofPage(c, freshForm())))

secondFactor.post(PATH, (c) =>
  answerForm(c, {
    act: (fields) => showCode(c.get('app'), accountOfPage(c), textField(fields, 'code')),
    done: () => backOf(c),
    again: (form) => proofPage(c, form),
    secret: ['code'],
  }),
)

secondFactor.post(`${PATH}/cle`, (c) =>
  answerForm(c, {
    act: (fields) => showPasskey(c.get('app'), accountOfPage(c), textField(fields, 'answer')),
    done: () => backOf(c),
    again: (form) => proofPage(c, form),
    secret: ['answer'],
  }),
)

/** Shows a factor, or sets the first one up. */
async function proofPage(c: Context<PageEnv>, form: FormState) {
  const t = c.get('t')
  const app = c.get('app')
  const account = accountOfPage(c)
  const factors = await factorsOf(app.db, account.accountId)
  if (!hasFactor(factors)) return <FirstFactorPage c={c} account={account} />
  const query = new URLSearchParams({ retour: backOf(c) })
  return (
    <PublicPage
      {...frame(c)}
      title={t('identity.proof.title')}
      lead={t('identity.proof.lead', { hours: SECOND_FACTOR_HOURS })}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      {factors.passkeys.length > 0 && (
        <PasskeyForm
          action={`${PATH}/cle?${query}`}
          options={await entryOptions(app)}
          label={t('identity.proof.passkey')}
          primary
          t={t}
        />
      )}
      <Form action={`${PATH}?${query}`} issues={form.issues} idempotencyKey={form.key}>
        <CodeOfApplication t={t} name="code" autofocus={factors.passkeys.length === 0} />
        <Actions>
          <Button kind={factors.passkeys.length > 0 ? 'secondary' : 'primary'}>
            {t('identity.proof.confirm')}
          </Button>
        </Actions>
      </Form>
      <Disclosure summary={t('identity.proof.lost')}>
        <p>{t('identity.proof.lostText')}</p>
      </Disclosure>
    </PublicPage>
  )
}

function CodeOfApplication({ t, name, autofocus }: { t: Translate; name: string; autofocus: boolean }) {
  return (
    <TextField
      name={name}
      label={t('identity.proof.code')}
      hint={t('identity.proof.codeHint')}
      inputmode="text"
      autocomplete="one-time-code"
      maxLength={14}
      width="medium"
      autofocus={autofocus}
    />
  )
}

function FirstFactorPage({ c, account }: { c: Context<PageEnv>; account: Account }) {
  const t = c.get('t')
  const query = new URLSearchParams({ retour: backOf(c) })
  const needed = account.grants.some(({ role }) => (SECOND_FACTOR_ROLES as readonly Role[]).includes(role))
  return (
    <PublicPage
      {...frame(c)}
      title={t('identity.firstFactor.title')}
      lead={t(needed ? 'identity.firstFactor.needed' : 'identity.firstFactor.lead')}
    >
      <RowList>
        <RowLink
          href={`/mon-acces/application?${query}`}
          title={t('identity.firstFactor.application')}
          text={t('identity.firstFactor.applicationText')}
          icon="phone"
        />
        <RowLink
          href={`/mon-acces/cle?${query}`}
          title={t('identity.firstFactor.passkey')}
          text={t('identity.firstFactor.passkeyText')}
          icon="code"
        />
      </RowList>
      {!account.awaitsSecondFactor && (
        <Actions>
          <LinkButton href={backOf(c)} kind="quiet">
            {t('identity.firstFactor.later')}
          </LinkButton>
        </Actions>
      )}
    </PublicPage>
  )
}

secondFactor.get('/mon-acces/application', async (c) => html(await applicationPage(c, freshForm())))

secondFactor.post('/mon-acces/application', (c) =>
  answerForm(c, {
    act: (fields) => confirmSecret(c.get('app'), accountOfPage(c), textField(fields, 'code')),
    done: (codes) => html(<RecoveryPage c={c} codes={codes} />),
    again: (form) => applicationPage(c, form),
    secret: ['code'],
  }),
)

async function applicationPage(c: Context<PageEnv>, form: FormState) {
  const t = c.get('t')
  const { secret, uri } = await secretToConfirm(c.get('app'), accountOfPage(c))
  const query = new URLSearchParams({ retour: backOf(c) })
  return (
    <PublicPage
      {...frame(c)}
      title={t('identity.application.title')}
      lead={t('identity.application.lead')}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <QrDrawing text={uri} label={t('identity.application.qr')} />
      <Disclosure summary={t('identity.application.noCamera')}>
        <p>{t('identity.application.secret')}</p>
        <p>
          <code>{secret.replace(/(.{4})(?!$)/g, '$1 ')}</code>
        </p>
      </Disclosure>
      <Form action={`/mon-acces/application?${query}`} issues={form.issues} idempotencyKey={form.key}>
        <CodeOfApplication t={t} name="code" autofocus={false} />
        <Actions>
          <Button kind="primary">{t('identity.application.confirm')}</Button>
        </Actions>
      </Form>
    </PublicPage>
  )
}

secondFactor.get('/mon-acces/cle', async (c) => html(await passkeyPage(c, freshForm())))

secondFactor.post('/mon-acces/cle', (c) =>
  answerForm(c, {
    act: (fields) =>
      registerPasskey(c.get('app'), accountOfPage(c), {
        typed: textField(fields, 'answer'),
        name: textField(fields, 'name') || c.get('t')('identity.passkey.defaultName'),
      }),
    done: (codes) => (codes.length > 0 ? html(<RecoveryPage c={c} codes={codes} />) : backOf(c)),
    again: (form) => passkeyPage(c, form),
    secret: ['answer'],
  }),
)

async function passkeyPage(c: Context<PageEnv>, form: FormState) {
  const t = c.get('t')
  const app = c.get('app')
  const account = accountOfPage(c)
  refuse(refusalToChange(account, await factorsOf(app.db, account.accountId)))
  const query = new URLSearchParams({ retour: backOf(c) })
  return (
    <PublicPage
      {...frame(c)}
      title={t('identity.passkey.title')}
      lead={t('identity.passkey.lead')}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <PasskeyForm
        action={`/mon-acces/cle?${query}`}
        options={await registrationOptions(app, account)}
        label={t('identity.passkey.make')}
        register
        primary
        t={t}
      >
        <TextField
          name="name"
          label={t('identity.passkey.name')}
          hint={t('identity.passkey.nameHint')}
          maxLength={60}
          optional
        />
      </PasskeyForm>
    </PublicPage>
  )
}

secondFactor.post('/mon-acces/application/retirer', async (c) => {
  await removeApplication(c.get('app'), accountOfPage(c))
  return c.redirect('/mon-acces', 303)
})

secondFactor.post('/mon-acces/cle/retirer', (c) =>
  answerForm(c, {
    act: (fields) => removePasskey(c.get('app'), accountOfPage(c), textField(fields, 'passkey')),
    done: () => '/mon-acces',
    again: (form) => passkeyPage(c, form),
  }),
)

secondFactor.post('/mon-acces/codes', async (c) =>
  html(<RecoveryPage c={c} codes={await renewRecoveryCodes(c.get('app'), accountOfPage(c))} />),
)

/** Shown once: what is kept of them cannot be read back. */
function RecoveryPage({ c, codes }: { c: Context<PageEnv>; codes: readonly string[] }) {
  const t = c.get('t')
  return (
    <PublicPage
      {...frame(c)}
      title={t('identity.recovery.title')}
      lead={t('identity.recovery.lead')}
      notice={<Notice tone="success" title={t('identity.recovery.done')} />}
    >
      <ul class="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Actions>
        <LinkButton href={backOf(c)} kind="primary">
          {t('identity.recovery.kept')}
        </LinkButton>
      </Actions>
    </PublicPage>
  )
}
