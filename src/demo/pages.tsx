import { Hono } from 'hono'
import { html, type PageEnv } from '../kit/http.ts'
import type { Module } from '../kit/module.ts'
import { Refusal } from '../kit/refusal.ts'
import { Button } from '../kit/ui/button.tsx'
import { RowLink, RowList } from '../kit/ui/navigation.tsx'
import { PublicPage } from '../kit/ui/pages.tsx'
import { openSession } from '../modules/identity/actions.ts'
import { keepSession } from '../modules/identity/session.ts'
import { accountsWithEmail } from '../modules/identity/store.ts'
import type { App } from '../kit/app.ts'
import { OUTLETS } from './cast.ts'
import { demoTill, PERSONAS } from './personas.ts'

const publicPages = new Hono<PageEnv>()

publicPages.get('/demo', async (c) => {
  const t = c.get('t')
  const app = demoOnly(c.get('app'))
  const till = await demoTill(app)
  const personas = await Promise.all(
    PERSONAS.map(async (persona) => ({
      ...persona,
      name: (await accountOf(app, persona.slug)).display_name,
    })),
  )
  return html(
    <PublicPage t={t} title={t('identity.demo.title')} lead={t('app.welcome.demoLead')} demo>
      <RowList>
        {personas.map(({ slug, role, name }) => (
          <RowLink key={slug} href={`/demo/${slug}`} title={name} text={t(role)} icon="person" />
        ))}
        {till && (
          <RowLink href={till} title={t('app.welcome.till')} text={OUTLETS[0].tradeName} icon="shop" />
        )}
      </RowList>
    </PublicPage>,
  )
})

publicPages.get('/demo/:persona', async (c) => {
  const t = c.get('t')
  const account = await accountOf(demoOnly(c.get('app')), c.req.param('persona'))
  return html(
    <PublicPage t={t} title={t('identity.link.title')} lead={t('app.welcome.demoLead')} demo>
      <form method="post" action={`/demo/${c.req.param('persona')}`}>
        <Button kind="primary" icon="signIn">
          {t('identity.link.enterAs', { nameText: account.display_name })}
        </Button>
      </form>
    </PublicPage>,
  )
})

publicPages.post('/demo/:persona', async (c) => {
  const app = demoOnly(c.get('app'))
  const account = await accountOf(app, c.req.param('persona'))
  const { session } = await openSession(app, account.id, c.req.header('user-agent') ?? '')
  keepSession(c, session)
  return c.redirect('/accueil', 303)
})

/** Links without a mail exist on invented data only. */
function demoOnly(app: App): App {
  if (!app.demo) throw new Refusal('link_expired', {}, 404)
  return app
}

async function accountOf(app: App, slug: string) {
  const persona = PERSONAS.find((each) => each.slug === slug)
  const [account] = persona ? await accountsWithEmail(app.db, persona.email) : []
  if (!account) throw new Refusal('unknown_account', {}, 404)
  return account
}

export const demo: Module = { publicPages }
