import { Hono } from 'hono'
import { ROLES, type Grant, type Role } from '../../kit/actor.ts'
import { actorOf, html, type PageEnv } from '../../kit/http.ts'
import type { Translate } from '../../kit/i18n/translate.ts'
import type { Module } from '../../kit/module.ts'
import { Account } from '../../kit/ui/account.tsx'
import { LinkButton } from '../../kit/ui/button.tsx'
import type { IconName } from '../../kit/ui/icon.tsx'
import { RowLink, RowList } from '../../kit/ui/navigation.tsx'
import { PublicPage } from '../../kit/ui/pages.tsx'
import { Card, EmptyState, Hero } from '../../kit/ui/parts.tsx'
import { TableScene } from '../../kit/ui/table-scene.tsx'
import { listCaisses, type Caisse } from '../caisses/store.ts'
import { wayIn } from '../identity/account.tsx'
import { bureau } from './bureau.tsx'

const publicPages = new Hono<PageEnv>()
const pages = new Hono<PageEnv>()

publicPages.get('/', async (c) => {
  const t = c.get('t')
  const app = c.get('app')
  const actor = c.get('actor')
  const caisses = await listCaisses(app.db)
  return html(
    <PublicPage
      t={t}
      title={t('app.welcome.title')}
      heading={null}
      demo={app.demo}
      account={wayIn(t, actor)}
      footer={[{ href: '/encaisser', label: t('app.welcome.till') }]}
      wide
    >
      <Hero
        title={t('app.welcome.title')}
        lead={t('app.welcome.lead')}
        picture={<TableScene />}
        actions={
          <LinkButton kind="primary" href={actor ? '/accueil' : '/connexion'} icon="signIn">
            {t(actor ? 'identity.account.mine' : 'app.signIn')}
          </LinkButton>
        }
      />
      <section class="stack">
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
      </section>
      {app.demo && (
        <Card title={t('app.welcome.demo')} icon="practice" href="/demo" look="accent">
          <p>{t('app.welcome.demoLead')}</p>
        </Card>
      )}
    </PublicPage>,
  )
})

/** Where each role begins its day. */
const FIRST_PAGE: Record<Role, { path: (slug: string) => string; icon: IconName }> = {
  resident: { path: (slug) => `/c/${slug}/moi`, icon: 'home' },
  helper: { path: (slug) => `/c/${slug}/aide`, icon: 'people' },
  partner_structure: { path: (slug) => `/c/${slug}/aide`, icon: 'people' },
  outlet_staff: { path: () => '/encaisser', icon: 'shop' },
  outlet_manager: { path: () => '/encaisser', icon: 'shop' },
  committee_member: { path: (slug) => `/c/${slug}/etat`, icon: 'decide' },
  coordinator: { path: (slug) => `/c/${slug}/bureau`, icon: 'tasks' },
  treasurer: { path: (slug) => `/c/${slug}/tresorerie`, icon: 'bank' },
  evaluator: { path: (slug) => `/c/${slug}/etat`, icon: 'chart' },
  administrator: { path: (slug) => `/c/${slug}/bureau`, icon: 'settings' },
}

const rank = ({ role }: Grant): number => ROLES.indexOf(role)

pages.get('/accueil', async (c) => {
  const t = c.get('t')
  const app = c.get('app')
  const actor = actorOf(c)
  const today = app.now().toISOString().slice(0, 10)
  const held = actor.kind === 'account' ? actor.grants : []
  const all = await listCaisses(app.db)
  if (actor.kind === 'number') {
    const own = all.find(({ id }) => id === actor.caisseId)
    return c.redirect(own ? FIRST_PAGE.resident.path(own.slug) : '/', 303)
  }
  const caisses = all
    .map((caisse) => ({
      caisse,
      grants: held
        .filter(({ caisseId }) => caisseId === caisse.id)
        .filter(({ fromOn, untilOn }) => fromOn <= today && (untilOn === null || today <= untilOn))
        .sort((a, b) => rank(b) - rank(a)),
    }))
    .filter(({ grants }) => grants.length > 0)
  const [first] = caisses
  const only = caisses.length === 1 && first?.grants.length === 1 ? first.grants[0] : undefined
  if (only) return c.redirect(FIRST_PAGE[only.role].path(first!.caisse.slug), 303)
  const name = actor.kind === 'account' ? actor.name : ''
  return html(
    <PublicPage
      t={t}
      title={t('identity.home.title', { nameText: name })}
      lead={caisses.length > 0 ? t('identity.home.lead') : undefined}
      demo={app.demo}
      account={<Account name={name} signOut={{ action: '/deconnexion', label: t('app.signOut') }} />}
    >
      {caisses.length === 0 ? (
        <EmptyState title={t('identity.home.nothing')} icon="person">
          <p>{t('identity.home.nothingText')}</p>
        </EmptyState>
      ) : (
        caisses.map((one) => <RolesIn key={one.caisse.slug} t={t} {...one} />)
      )}
    </PublicPage>,
  )
})

function RolesIn({ t, caisse, grants }: { t: Translate; caisse: Caisse; grants: readonly Grant[] }) {
  return (
    <section class="stack">
      <h2>{caisse.name}</h2>
      <RowList>
        {grants.map(({ role }) => (
          <RowLink
            key={role}
            href={FIRST_PAGE[role].path(caisse.slug)}
            icon={FIRST_PAGE[role].icon}
            title={t(`identity.role.${role}`)}
            text={t(`identity.home.where.${role}`)}
          />
        ))}
      </RowList>
    </section>
  )
}

pages.route('/', bureau)

export const home: Module = { publicPages, pages }
