import { Hono } from 'hono'
import type { Grant, Role } from '../../kit/actor.ts'
import { actorOf, html, type PageEnv } from '../../kit/http.ts'
import type { Module } from '../../kit/module.ts'
import { Actions, Button, LinkButton } from '../../kit/ui/button.tsx'
import type { IconName } from '../../kit/ui/icon.tsx'
import { RowLink, RowList } from '../../kit/ui/navigation.tsx'
import { PublicPage } from '../../kit/ui/pages.tsx'
import { Card, EmptyState } from '../../kit/ui/parts.tsx'
import { listCaisses, type Caisse } from '../caisses/store.ts'

const publicPages = new Hono<PageEnv>()
const pages = new Hono<PageEnv>()

publicPages.get('/', async (c) => {
  const t = c.get('t')
  const app = c.get('app')
  const caisses = await listCaisses(app.db)
  return html(
    <PublicPage
      t={t}
      title={t('app.welcome.title')}
      lead={t('app.welcome.lead')}
      demo={app.demo}
      account={<LanguageSwitch locale={t.locale === 'fr' ? 'en' : 'fr'} label={t('app.language')} />}
      footer={[{ href: '/encaisser', label: t('app.welcome.till') }]}
    >
      <Actions>
        <LinkButton kind="primary" href={c.get('actor') ? '/accueil' : '/connexion'} icon="signIn">
          {t(c.get('actor') ? 'app.home' : 'app.signIn')}
        </LinkButton>
      </Actions>
      {app.demo && (
        <Card title={t('app.welcome.demo')} icon="practice" href="/demo" look="accent">
          <p>{t('app.welcome.demoLead')}</p>
        </Card>
      )}
      <h2>{t('app.welcome.caisses')}</h2>
      {caisses.length === 0 ? (
        <EmptyState title={t('app.welcome.none')}>
          <p>{t('app.welcome.noneHint')}</p>
        </EmptyState>
      ) : (
        <RowList>
          {caisses.map((caisse) => (
            <RowLink key={caisse.slug} href={`/c/${caisse.slug}`} title={caisse.name} icon="meal" />
          ))}
        </RowList>
      )}
    </PublicPage>,
  )
})

function LanguageSwitch({ locale, label }: { locale: string; label: string }) {
  return (
    <form method="post" action={`/langue/${locale}`}>
      <Button kind="quiet" icon="language">
        {label}
      </Button>
    </form>
  )
}

/** Where each role begins its day. */
const FIRST_PAGE: Record<Role, { path: (slug: string) => string; icon: IconName }> = {
  resident: { path: (slug) => `/c/${slug}/moi`, icon: 'home' },
  outlet_manager: { path: () => '/encaisser', icon: 'shop' },
  committee_member: { path: (slug) => `/c/${slug}/reglement`, icon: 'decide' },
  coordinator: { path: (slug) => `/c/${slug}/mois`, icon: 'tasks' },
  treasurer: { path: (slug) => `/c/${slug}/mois`, icon: 'bank' },
  administrator: { path: (slug) => `/c/${slug}`, icon: 'settings' },
}

pages.get('/accueil', async (c) => {
  const t = c.get('t')
  const app = c.get('app')
  const actor = actorOf(c)
  const grants = actor.kind === 'account' ? actor.grants : []
  const caisses = new Map((await listCaisses(app.db)).map((caisse) => [caisse.id, caisse]))
  const here = grants.filter((grant) => caisses.has(grant.caisseId))
  const [only] = here
  if (only && here.length === 1) {
    return c.redirect(FIRST_PAGE[only.role].path(caisses.get(only.caisseId)!.slug), 303)
  }
  return html(
    <PublicPage
      t={t}
      title={t('identity.home.title', { nameText: actor.kind === 'account' ? actor.name : '' })}
      lead={here.length > 0 ? t('identity.home.lead') : undefined}
      demo={app.demo}
      account={<SignOut label={t('app.signOut')} />}
    >
      {here.length === 0 ? (
        <EmptyState title={t('identity.home.nothing')}>
          <p>{t('identity.home.nothingText')}</p>
        </EmptyState>
      ) : (
        <RowList>
          {here.map((grant) => (
            <RoleLink
              key={`${grant.caisseId} ${grant.role}`}
              grant={grant}
              caisse={caisses.get(grant.caisseId)!}
              label={t(`identity.role.${grant.role}`)}
            />
          ))}
        </RowList>
      )}
    </PublicPage>,
  )
})

function RoleLink({ grant, caisse, label }: { grant: Grant; caisse: Caisse; label: string }) {
  const { path, icon } = FIRST_PAGE[grant.role]
  return <RowLink href={path(caisse.slug)} title={label} text={caisse.name} icon={icon} />
}

function SignOut({ label }: { label: string }) {
  return (
    <form method="post" action="/deconnexion">
      <Button kind="quiet" icon="signOut">
        {label}
      </Button>
    </form>
  )
}

export const home: Module = { publicPages, pages }
