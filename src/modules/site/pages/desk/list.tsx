import { Hono, type Context } from 'hono'
import { html } from '../../../../kit/http.ts'
import { LinkButton } from '../../../../kit/ui/button.tsx'
import { RowLink, RowList } from '../../../../kit/ui/navigation.tsx'
import { Badge } from '../../../../kit/ui/parts.tsx'
import { listTerritories } from '../../../caisses/store.ts'
import { read, type CaisseEnv } from '../../../caisses/web.ts'
import { dayAt } from '../../../../kit/month.ts'
import { GIVEN_PAGES, territoryPageSlug } from '../../rules/page.ts'
import { listPages, type ListedPage } from '../../store/pages.ts'
import { givenText } from '../given.ts'
import { SiteDesk } from './frame.tsx'

export const list = new Hono<CaisseEnv>()

list.get('/c/:slug/site', async (c) => {
  const t = c.get('t')
  const caisse = c.get('caisse')
  const { pages, territories } = await read(c, async (tx) => ({
    pages: await listPages(tx),
    territories: await listTerritories(tx),
  }))
  const free = pages.filter(({ kind }) => kind === 'free')
  const at = (slug: string) => pages.find((page) => page.slug === slug)
  return html(
    <SiteDesk c={c} tab="pages" title={t('site.desk.title')} lead={t('site.desk.lead')}>
      <section class="stack">
        <h2>{t('site.desk.given')}</h2>
        <RowList>
          {GIVEN_PAGES.map(({ kind, slug }) => (
            <PageRow
              key={slug}
              c={c}
              slug={slug}
              page={at(slug)}
              title={kind === 'home' ? t('caisses.nav.home') : givenText(t, kind, caisse).title}
            />
          ))}
        </RowList>
      </section>
      {territories.length > 0 && (
        <section class="stack">
          <h2>{t('site.desk.territories')}</h2>
          <RowList>
            {territories.map(({ name }) => (
              <PageRow
                key={name}
                c={c}
                slug={territoryPageSlug(name)}
                page={at(territoryPageSlug(name))}
                title={name}
              />
            ))}
          </RowList>
        </section>
      )}
      <section class="stack">
        <h2>{t('site.desk.free')}</h2>
        {free.length === 0 ? (
          <p>{t('site.desk.noFree')}</p>
        ) : (
          <RowList>
            {free.map((page) => (
              <PageRow key={page.id} c={c} slug={page.slug} page={page} title={page.title} />
            ))}
          </RowList>
        )}
        <LinkButton kind="primary" icon="add" href={`/c/${caisse.slug}/site/nouvelle`}>
          {t('site.desk.add')}
        </LinkButton>
      </section>
    </SiteDesk>,
  )
})

function PageRow({
  c,
  slug,
  page,
  title,
}: {
  c: Context<CaisseEnv>
  slug: string
  page: ListedPage | undefined
  title: string
}) {
  const t = c.get('t')
  const { slug: caisse, time_zone: zone } = c.get('caisse')
  return (
    <RowLink
      href={`/c/${caisse}/site/pages/${slug}`}
      title={title}
      text={page ? t('site.desk.savedAt', { day: dayAt(page.savedAt, zone) }) : t('site.desk.givenText')}
      aside={<State c={c} page={page} />}
    />
  )
}

function State({ c, page }: { c: Context<CaisseEnv>; page: ListedPage | undefined }) {
  const t = c.get('t')
  if (!page) return <Badge>{t('site.desk.state.given')}</Badge>
  if (page.publishedVersion === null) return <Badge tone="wait">{t('site.desk.state.draft')}</Badge>
  return page.publishedVersion === page.lastVersion ? (
    <Badge tone="success">{t('site.desk.state.published')}</Badge>
  ) : (
    <Badge tone="info">{t('site.desk.state.changed')}</Badge>
  )
}
