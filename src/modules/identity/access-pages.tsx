import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState, type PageEnv } from '../../kit/http.ts'
import { Actions, Button, LinkButton } from '../../kit/ui/button.tsx'
import { HiddenKey } from '../../kit/ui/form.tsx'
import { PublicPage } from '../../kit/ui/pages.tsx'
import { Badge, Card, Notice } from '../../kit/ui/parts.tsx'
import { describeBrowser } from './rules.ts'
import { accountOfPage } from './second-factor/pages.tsx'
import { factorsOf, hasFactor, type Factors } from './second-factor/store.ts'
import { deleteSessions, listSessions, type OpenSession } from './sessions.ts'
import { findLoginAccount } from './store.ts'

export const access = new Hono<PageEnv>()

access.get('/mon-acces', async (c) => html(await accessPage(c, freshForm())))

access.post('/mon-acces/appareils', (c) =>
  answerForm(c, {
    act: async (fields) => {
      const { accountId, sessionId = '' } = accountOfPage(c)
      const id = textField(fields, 'session')
      const which = id === '' ? { allBut: sessionId } : { id }
      await deleteSessions(c.get('app').db, accountId, which)
    },
    done: () => '/mon-acces',
    again: (form) => accessPage(c, form),
  }),
)

async function accessPage(c: Context<PageEnv>, form: FormState) {
  const t = c.get('t')
  const app = c.get('app')
  const account = accountOfPage(c)
  const person = await findLoginAccount(app.db, account.accountId)
  const sessions = await listSessions(app.db, account.accountId)
  const factors = await factorsOf(app.db, account.accountId)
  return (
    <PublicPage
      t={t}
      demo={app.demo}
      title={t('identity.access.title')}
      lead={t('identity.access.lead', { nameText: account.name, emailText: person?.email ?? '–' })}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
      breadcrumb={[{ href: '/accueil', label: t('app.home') }]}
    >
      <FactorsCard c={c} factors={factors} formKey={form.key} />
      <section class="stack">
        <h2>{t('identity.access.sessions')}</h2>
        <ul class="row-list">
          {sessions.map((session) => (
            <SessionRow
              key={session.id}
              c={c}
              session={session}
              current={session.id === account.sessionId}
              formKey={form.key}
            />
          ))}
        </ul>
        {sessions.length > 1 && (
          <form method="post" action="/mon-acces/appareils">
            <HiddenKey value={form.key} />
            <Button icon="signOut">{t('identity.access.endOthers')}</Button>
          </form>
        )}
      </section>
    </PublicPage>
  )
}

type RowProps = { c: Context<PageEnv>; session: OpenSession; current: boolean; formKey: string }

function SessionRow({ c, session, current, formKey }: RowProps) {
  const t = c.get('t')
  const browser = describeBrowser(session.userAgent) ?? t('identity.access.unknownBrowser')
  return (
    <li class="row-link">
      <span class="row-text">
        <strong>{browser}</strong>
        <span class="row-more">{t('identity.access.seen', { whenText: t.instant(session.lastSeenAt) })}</span>
      </span>
      <span class="row-aside">
        {current ? (
          <Badge tone="success">{t('identity.access.here')}</Badge>
        ) : (
          <form method="post" action="/mon-acces/appareils">
            <HiddenKey value={formKey} />
            <input type="hidden" name="session" value={session.id} />
            <Button kind="quiet" icon="close">
              {t('identity.access.end')}
              <span class="visually-hidden"> {browser}</span>
            </Button>
          </form>
        )}
      </span>
    </li>
  )
}

function FactorsCard({ c, factors, formKey }: { c: Context<PageEnv>; factors: Factors; formKey: string }) {
  const t = c.get('t')
  return (
    <Card title={t('identity.access.factors')} icon="lock">
      {!hasFactor(factors) && <p>{t('identity.access.noFactor')}</p>}
      <ul class="row-list">
        {factors.application && (
          <li class="row-link">
            <span class="row-text">
              <strong>{t('identity.access.application')}</strong>
            </span>
            <form method="post" action="/mon-acces/application/retirer" class="row-aside">
              <Button kind="quiet" icon="delete">
                {t('identity.access.remove')}
                <span class="visually-hidden"> {t('identity.access.application')}</span>
              </Button>
            </form>
          </li>
        )}
        {factors.passkeys.map((passkey) => (
          <li class="row-link" key={passkey.id}>
            <span class="row-text">
              <strong>{passkey.name}</strong>
              <span class="row-more">
                {passkey.lastUsedAt
                  ? t('identity.access.used', { whenText: t.instant(passkey.lastUsedAt) })
                  : t('identity.access.made', { whenText: t.instant(passkey.createdAt) })}
              </span>
            </span>
            <form method="post" action="/mon-acces/cle/retirer" class="row-aside">
              <HiddenKey value={formKey} />
              <input type="hidden" name="passkey" value={passkey.id} />
              <Button kind="quiet" icon="delete">
                {t('identity.access.remove')}
                <span class="visually-hidden"> {passkey.name}</span>
              </Button>
            </form>
          </li>
        ))}
      </ul>
      {hasFactor(factors) && (
        <p class="soft">{t('identity.access.codesLeft', { count: factors.recoveryCodesLeft })}</p>
      )}
      <Actions>
        {!factors.application && (
          <LinkButton href="/mon-acces/application?retour=/mon-acces" icon="phone">
            {t('identity.access.addApplication')}
          </LinkButton>
        )}
        <LinkButton href="/mon-acces/cle?retour=/mon-acces" icon="code">
          {t('identity.access.addPasskey')}
        </LinkButton>
        {hasFactor(factors) && (
          <form method="post" action="/mon-acces/codes">
            <Button kind="quiet">{t('identity.access.renewCodes')}</Button>
          </form>
        )}
      </Actions>
    </Card>
  )
}
