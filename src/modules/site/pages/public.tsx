import { Hono, type Context } from 'hono'
import type { ComponentChildren } from 'preact'
import { inCaisse } from '../../../db/db.ts'
import { html } from '../../../kit/http.ts'
import { dayAt } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { LinkButton } from '../../../kit/ui/button.tsx'
import { RowLink, RowList, type Link } from '../../../kit/ui/navigation.tsx'
import { PublicPage } from '../../../kit/ui/pages.tsx'
import { Badge, Hero } from '../../../kit/ui/parts.tsx'
import { TableScene } from '../../../kit/ui/table-scene.tsx'
import { findOrganisation, listTerritories } from '../../caisses/store.ts'
import { publicFrame, read, readCaisse, type CaisseEnv, type PublicPath } from '../../caisses/web.ts'
import { findFile } from '../../documents/files.ts'
import {
  EASY_KINDS,
  GIVEN_PAGES,
  isEasy,
  publicPath,
  territoryPageSlug,
  type GivenKind,
  type PageText,
} from '../rules/page.ts'
import {
  findPublished,
  findValidation,
  isPublicLogo,
  listPublished,
  type PublishedPage,
  type Validation,
} from '../store/pages.ts'
import { Body, readBlocks, type BlockData } from './blocks.tsx'
import { givenText, territoryText } from './given.ts'
import { LegalFacts, legalFacts } from './legal-facts.tsx'

export const publicSite = new Hono<CaisseEnv>()

publicSite.use('/c/:slug', readCaisse)
for (const path of [
  ...GIVEN_PAGES.map(({ path: given }) => given).filter((given) => given !== ''),
  '/facile-a-lire',
  '/plan-du-site',
  '/territoires/*',
  '/pages/*',
  '/logo-facile-a-lire/*',
])
  publicSite.use(`/c/:slug${path}`, readCaisse)

for (const { kind, slug, path } of GIVEN_PAGES)
  publicSite.get(`/c/:slug${path}`, async (c) =>
    html(kind === 'home' ? await homePage(c) : await givenPage(c, kind, slug)),
  )

/** What visitors read of a page: the caisse's own words, else ours. */
type Shown = {
  text: PageText
  page: PublishedPage | undefined
  data: BlockData
  validation: Validation | undefined
}

function show(
  c: Context<CaisseEnv>,
  slug: string,
  given: () => PageText | undefined,
  territoryId?: string,
): Promise<Shown> {
  return read(c, async (tx) => {
    const page = await findPublished(tx, slug)
    const text = page?.text ?? given()
    if (!text) throw new Refusal('unknown_page', {}, 404)
    return {
      text,
      page,
      data: await readBlocks(c, tx, text.body, territoryId),
      validation: page && isEasy(page.kind) ? await findValidation(tx, page.id, page.text.number) : undefined,
    }
  })
}

/** Words of the caisse are French whatever the language of whoever reads. */
export function Written({
  c,
  own,
  home = false,
  children,
}: {
  c: Context<CaisseEnv>
  own: boolean
  home?: boolean
  children: ComponentChildren
}) {
  const foreign = own && c.get('t').locale !== 'fr'
  return (
    <div class={home ? 'site-body site-home' : 'site-body'} lang={foreign ? 'fr' : undefined}>
      {children}
    </div>
  )
}

async function homePage(c: Context<CaisseEnv>) {
  const t = c.get('t')
  const caisse = c.get('caisse')
  const { slug, name } = caisse
  const { text, data, page } = await show(c, 'accueil', () => givenText(t, 'home', caisse))
  const frame = publicFrame(c, '')
  const { organisation, territories } = await read(c, async (tx) => ({
    organisation: await findOrganisation(tx, caisse.organisation_id),
    territories: await listTerritories(tx),
  }))
  const description = text.lead || t('site.given.home.lead', { caisseName: name, unitName: caisse.unit_name })
  return (
    <PublicPage
      {...frame}
      title={name}
      heading={null}
      wide
      meta={{
        ...frame.meta,
        description,
        feeds: siteFeeds(c),
        data: [
          {
            '@type': 'Organization',
            '@id': frame.meta.canonical,
            name,
            url: frame.meta.canonical,
            description,
            areaServed: territories.map((territory) => ({ '@type': 'Place', name: territory.name })),
            ...(organisation && {
              parentOrganization: {
                '@type': 'Organization',
                name: organisation.legal_name,
                legalName: organisation.legal_name,
                ...(organisation.address && { address: organisation.address }),
                ...(organisation.siren && {
                  identifier: { '@type': 'PropertyValue', propertyID: 'SIREN', value: organisation.siren },
                }),
              },
            }),
          },
        ],
      }}
    >
      <Hero
        title={name}
        lead={description}
        picture={<TableScene />}
        actions={
          <>
            <LinkButton kind="primary" href={`/c/${slug}/rejoindre`} icon="agreement">
              {t('waiting.join.button')}
            </LinkButton>
            <LinkButton href={`/c/${slug}/reglement`} icon="rules">
              {t('caisses.public.reglement')}
            </LinkButton>
            <LinkButton href={`/c/${slug}/lieux`} icon="places">
              {t('caisses.nav.places')}
            </LinkButton>
          </>
        }
      />
      <Written c={c} own={page !== undefined} home>
        <Body c={c} body={text.body} data={data} />
      </Written>
    </PublicPage>
  )
}

export function siteFeeds(c: Context<CaisseEnv>) {
  const t = c.get('t')
  const { slug, name } = c.get('caisse')
  return [
    {
      href: `/c/${slug}/actualites.atom`,
      label: t('site.news.feed', { caisseName: name }),
      type: 'application/atom+xml',
    },
    {
      href: `/c/${slug}/agenda.ics`,
      label: t('calendar.feed.all', { caisseName: name }),
      type: 'text/calendar',
    },
  ] as const
}

const NAVIGATED: readonly string[] = ['/participer', '/partenaires', '/questions', '/contact']

async function givenPage(c: Context<CaisseEnv>, kind: GivenKind, slug: string) {
  const t = c.get('t')
  const caisse = c.get('caisse')
  const { text, data, page, validation } = await show(c, slug, () => givenText(t, kind, caisse))
  const path = GIVEN_PAGES.find((given) => given.kind === kind)!.path
  const current = NAVIGATED.includes(path)
    ? (path as PublicPath)
    : isEasy(kind)
      ? '/facile-a-lire'
      : undefined
  return (
    <PublicPage
      {...publicFrame(c, current)}
      title={text.title}
      lead={text.lead || undefined}
      breadcrumb={[
        homeLink(c),
        ...(isEasy(kind) ? [{ href: `/c/${caisse.slug}/facile-a-lire`, label: t('caisses.site.easy') }] : []),
      ]}
    >
      {kind === 'legal' && <LegalFacts c={c} facts={await legalFacts(c)} />}
      {kind === 'accessibility' && (
        <p>
          <Badge tone={caisse.accessibility === 'full' ? 'success' : 'wait'}>
            {t(`site.accessibility.${caisse.accessibility as 'none'}`)}
          </Badge>
        </p>
      )}
      <Written c={c} own={page !== undefined}>
        <div class={isEasy(kind) ? 'easy stack' : 'stack'}>
          <Body c={c} body={text.body} data={data} />
        </div>
      </Written>
      {validation && <ValidatedBy c={c} validation={validation} />}
      {page && (
        <p class="soft small">
          {t('site.page.changed', { day: dayAt(page.text.savedAt, caisse.time_zone) })}
        </p>
      )}
    </PublicPage>
  )
}

const homeLink = (c: Context<CaisseEnv>): Link => ({
  href: `/c/${c.get('caisse').slug}`,
  label: c.get('caisse').name,
})

/** The logo only stands where the people for whom one wrote have read and signed. */
function ValidatedBy({ c, validation }: { c: Context<CaisseEnv>; validation: Validation }) {
  const t = c.get('t')
  return (
    <aside class="easy-mark">
      <img
        src={`/c/${c.get('caisse').slug}/logo-facile-a-lire/${validation.logoSha256.toString('hex')}`}
        alt={t('site.easy.logo')}
        width="72"
        height="72"
      />
      <p>{t('site.easy.validated', { readersText: validation.readers, day: validation.validatedOn })}</p>
    </aside>
  )
}

publicSite.get('/c/:slug/facile-a-lire', async (c) => {
  const t = c.get('t')
  const caisse = c.get('caisse')
  const own = await read(c, listPublished)
  return html(
    <PublicPage
      {...publicFrame(c, '/facile-a-lire')}
      title={t('site.easy.title')}
      lead={t('site.easy.lead')}
      breadcrumb={[homeLink(c)]}
    >
      <RowList>
        {EASY_KINDS.map((kind) => {
          const text = own.find((page) => page.kind === kind)?.text ?? givenText(t, kind, caisse)
          return (
            <RowLink
              key={kind}
              href={`/c/${caisse.slug}${GIVEN_PAGES.find((given) => given.kind === kind)!.path}`}
              icon={EASY_ICONS[kind]}
              title={text.title}
              text={text.lead}
            />
          )
        })}
      </RowList>
    </PublicPage>,
  )
})

const EASY_ICONS = { easy_what: 'meal', easy_pay: 'card', easy_help: 'people' } as const

publicSite.get('/c/:slug/territoires/:place{[a-z0-9-]+}', async (c) => {
  const t = c.get('t')
  const asked = `territoire-${c.req.param('place')}`
  const territory = (await read(c, listTerritories)).find(({ name }) => territoryPageSlug(name) === asked)
  if (!territory) throw new Refusal('unknown_territory', {}, 404)
  const { text, data, page } = await show(c, asked, () => territoryText(t, territory.name), territory.id)
  return html(
    <PublicPage
      {...publicFrame(c)}
      title={text.title}
      lead={text.lead || undefined}
      breadcrumb={[homeLink(c)]}
    >
      <Written c={c} own={page !== undefined}>
        <Body c={c} body={text.body} data={data} />
      </Written>
    </PublicPage>,
  )
})

publicSite.get('/c/:slug/pages/:page{[a-z0-9-]+}', async (c) => {
  const { text, data, page } = await show(c, c.req.param('page'), () => undefined)
  if (page?.kind !== 'free') throw new Refusal('unknown_page', {}, 404)
  return html(
    <PublicPage
      {...publicFrame(c)}
      title={text.title}
      lead={text.lead || undefined}
      breadcrumb={[homeLink(c)]}
    >
      <Written c={c} own>
        <Body c={c} body={text.body} data={data} />
      </Written>
    </PublicPage>,
  )
})

publicSite.get('/c/:slug/plan-du-site', async (c) => {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const { pages, territories } = await read(c, async (tx) => ({
    pages: (await listPublished(tx)).filter(({ kind }) => kind === 'free'),
    territories: await listTerritories(tx),
  }))
  const frame = publicFrame(c)
  const groups = [
    ...frame.menu,
    {
      label: t('caisses.glance.label.territories'),
      links: territories.map(({ name }) => ({
        href: `/c/${slug}${publicPath({ kind: 'territory', slug: territoryPageSlug(name) })}`,
        label: name,
      })),
    },
    {
      label: t('site.block.pages'),
      links: pages.map((page) => ({ href: `/c/${slug}${publicPath(page)}`, label: page.text.title })),
    },
    { label: t('site.plan.about'), links: frame.footer },
  ].filter(({ links }) => links.length > 0)
  return html(
    <PublicPage {...frame} title={t('caisses.site.plan')} breadcrumb={[homeLink(c)]}>
      {groups.map(({ label, links }) => (
        <section class="stack" key={label}>
          <h2>{label}</h2>
          <RowList>
            {links.map(({ href, label: title }) => (
              <RowLink key={href} href={href} title={title} />
            ))}
          </RowList>
        </section>
      ))}
    </PublicPage>,
  )
})

publicSite.get('/c/:slug/logo-facile-a-lire/:sha', async (c) => {
  const sha256 = Buffer.from(c.req.param('sha'), 'hex')
  const file = await read(c, async (tx) =>
    (await isPublicLogo(tx, sha256)) ? findFile(tx, sha256) : undefined,
  )
  if (!file) return c.notFound()
  return new Response(new Uint8Array(file.bytes), {
    headers: { 'content-type': file.mediaType, 'cache-control': 'public, max-age=86400' },
  })
})

/** All that visitors may read, for search engines. */
export async function sitePaths(c: Context<CaisseEnv>): Promise<{ path: string; changed?: Date }[]> {
  const caisse = c.get('caisse')
  return inCaisse(c.get('app').db, caisse.id, async (tx) => {
    const pages = await listPublished(tx)
    const menu = publicFrame(c).menu.flatMap(({ links }) => links.map(({ href }) => href))
    const given = [...GIVEN_PAGES.map(({ path }) => path)]
    const known = menu.map((href) => href.slice(`/c/${caisse.slug}`.length))
    const changed = new Map(pages.map((page) => [publicPath(page), page.text.savedAt]))
    const territories = (await listTerritories(tx)).map(({ name }) =>
      publicPath({ kind: 'territory', slug: territoryPageSlug(name) }),
    )
    const free = pages.filter(({ kind }) => kind === 'free').map(publicPath)
    return [...new Set([...known, ...given, ...territories, ...free])].map((path) => {
      const at = changed.get(path)
      return at ? { path, changed: at } : { path }
    })
  })
}
