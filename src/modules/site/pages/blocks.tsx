import type { Context } from 'hono'
import type { CaisseTx } from '../../../db/db.ts'
import { monthOf } from '../../../kit/month.ts'
import { RowItem, RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { EmptyState } from '../../../kit/ui/parts.tsx'
import { Prose } from '../../../kit/ui/prose.tsx'
import { OutletRow } from '../../accreditation/outlet-row.tsx'
import { listOutlets, type ListedOutlet } from '../../accreditation/store.ts'
import { openOn } from '../../accreditation/opening.ts'
import { listRendezvous, PUBLIC_SIGHT, type Rendezvous } from '../../calendar/store/meetings.ts'
import { RendezvousRow } from '../../calendar/rendezvous-row.tsx'
import { GlanceOf } from '../../caisses/pages/glance.tsx'
import {
  listDecisions,
  listReglementVersions,
  listTerritories,
  type ReglementVersion,
} from '../../caisses/store.ts'
import type { CaisseEnv } from '../../caisses/web.ts'
import { FundersOf, readFunders, type Funders } from '../../funding/funders-of.tsx'
import { blocksOf, partsOf, publicPath, slugOf, withSiteLinks, type Block } from '../rules/page.ts'
import { listFigures, type PublishedFigures } from '../store/figures.ts'
import { listPublishedNews, type Published } from '../store/news.ts'
import { listPublished, type PublishedPage } from '../store/pages.ts'
import { FigureStats } from './figure-stats.tsx'
import { NewsRow } from './news-row.tsx'
import { PublicContacts, readContacts, type Contacts } from './contacts.tsx'

/** What the blocks of a body show. */
export type BlockData = {
  reglement?: ReglementVersion | undefined
  lieux?: ListedOutlet[]
  rencontres?: Rendezvous[]
  actualites?: Published[]
  chiffres?: PublishedFigures | undefined
  contacts?: Contacts
  territoires?: { id: string; name: string }[]
  decisions?: Awaited<ReturnType<typeof listDecisions>>
  financeurs?: Funders
  pages?: PublishedPage[]
}

const SHOWN = { lieux: 4, rencontres: 3, actualites: 3, decisions: 4 } as const

/** Reads what a body shows, of one territory where the page is about one. */
export async function readBlocks(
  c: Context<CaisseEnv>,
  tx: CaisseTx,
  body: string,
  territoryId?: string,
): Promise<BlockData> {
  const today = c.get('today')
  const read: { [Name in Block]: () => Promise<BlockData> } = {
    reglement: async () => ({
      reglement: (await listReglementVersions(tx)).find(({ validFrom }) => validFrom <= monthOf(today)),
    }),
    lieux: async () => {
      const all = await listOutlets(tx, today)
      return { lieux: all.filter((outlet) => !territoryId || outlet.territoryId === territoryId) }
    },
    rencontres: async () => ({
      rencontres: await listRendezvous(tx, PUBLIC_SIGHT, {
        from: c.get('app').now(),
        territoryId,
        limit: SHOWN.rencontres,
      }),
    }),
    actualites: async () => ({
      actualites: await listPublishedNews(tx, { limit: SHOWN.actualites, territoryId }),
    }),
    chiffres: async () => ({ chiffres: (await listFigures(tx, 1))[0] }),
    contacts: async () => ({ contacts: await readContacts(tx, today, territoryId) }),
    territoires: async () => ({ territoires: await listTerritories(tx) }),
    decisions: async () => ({ decisions: await listDecisions(tx) }),
    financeurs: async () => ({ financeurs: await readFunders(tx, today) }),
    pages: async () => ({ pages: (await listPublished(tx)).filter(({ kind }) => kind === 'free') }),
  }
  let data: BlockData = {}
  for (const block of blocksOf(body)) data = { ...data, ...(await read[block]()) }
  return data
}

type BodyProps = { c: Context<CaisseEnv>; body: string; data: BlockData }

/** A body: what somebody wrote, and between it what the caisse has. */
export function Body({ c, body, data }: BodyProps) {
  return (
    <>
      {partsOf(body).map((part, index) =>
        'markdown' in part ? (
          <Prose key={index} markdown={withSiteLinks(part.markdown, `/c/${c.get('caisse').slug}`)} />
        ) : (
          <BlockView key={index} c={c} name={part.block} data={data} />
        ),
      )}
    </>
  )
}

function BlockView({ c, name, data }: { c: Context<CaisseEnv>; name: Block; data: BlockData }) {
  const t = c.get('t')
  const { slug, time_zone: timeZone } = c.get('caisse')
  const today = c.get('today')
  switch (name) {
    case 'reglement':
      return data.reglement ? (
        <section class="stack">
          <h2>{t('caisses.public.glance')}</h2>
          <GlanceOf t={t} reglement={data.reglement.content} />
          <p>
            <a href={`/c/${slug}/reglement`}>{t('site.block.wholeReglement')}</a>
          </p>
        </section>
      ) : null
    case 'lieux': {
      const outlets = data.lieux ?? []
      const isOpen = (outlet: ListedOutlet) => (openOn(outlet, today)?.length ?? 0) > 0
      const open = outlets.filter(isOpen)
      const first = [...open, ...outlets.filter((outlet) => !isOpen(outlet))].slice(0, SHOWN.lieux)
      return (
        <section class="stack">
          <h2>
            {outlets.length === 0
              ? t('accreditation.places.title')
              : t('site.block.open', { count: open.length })}
          </h2>
          {outlets.length === 0 ? (
            <EmptyState title={t('accreditation.places.none')} icon="shop" />
          ) : (
            <RowList>
              {first.map((outlet) => (
                <OutletRow key={outlet.id} t={t} outlet={outlet} today={today} />
              ))}
              <RowLink
                href={`/c/${slug}/lieux`}
                title={t('site.block.allPlaces', { count: outlets.length })}
              />
            </RowList>
          )}
        </section>
      )
    }
    case 'rencontres': {
      const next = data.rencontres ?? []
      return (
        <section class="stack">
          <h2>{t('site.block.meetings')}</h2>
          <RowList>
            {next.map((rendezvous) => (
              <RendezvousRow
                key={rendezvous.id}
                t={t}
                slug={slug}
                timeZone={timeZone}
                rendezvous={rendezvous}
              />
            ))}
            <RowLink
              href={`/c/${slug}/agenda`}
              title={next.length === 0 ? t('site.block.noMeeting') : t('site.block.agenda')}
            />
          </RowList>
        </section>
      )
    }
    case 'actualites': {
      const news = data.actualites ?? []
      if (news.length === 0) return null
      return (
        <section class="stack">
          <h2>{t('site.block.news')}</h2>
          <RowList>
            {news.map((one) => (
              <NewsRow key={one.id} t={t} slug={slug} timeZone={timeZone} news={one} />
            ))}
            <RowLink href={`/c/${slug}/actualites`} title={t('site.block.allNews')} />
          </RowList>
        </section>
      )
    }
    case 'chiffres':
      return data.chiffres ? (
        <section class="stack">
          <h2>{t('site.block.figures', { month: data.chiffres.month })}</h2>
          <FigureStats t={t} cells={data.chiffres.cells} few />
          <p>
            <a href={`/c/${slug}/chiffres`}>{t('site.block.allFigures')}</a>
          </p>
        </section>
      ) : null
    case 'financeurs':
      return data.financeurs ? <FundersOf t={t} slug={slug} funders={data.financeurs} /> : null
    case 'contacts':
      return <PublicContacts t={t} contacts={data.contacts} />
    case 'territoires': {
      const territories = data.territoires ?? []
      if (territories.length === 0) return null
      return (
        <section class="stack">
          <h2>{t('caisses.glance.label.territories')}</h2>
          <RowList>
            {territories.map((territory) => (
              <RowLink
                key={territory.id}
                icon="places"
                href={`/c/${slug}/territoires/${slugOf(territory.name)}`}
                title={territory.name}
              />
            ))}
          </RowList>
        </section>
      )
    }
    case 'decisions': {
      const decisions = (data.decisions ?? []).slice(0, SHOWN.decisions)
      if (decisions.length === 0) return null
      return (
        <section class="stack">
          <h2>{t('caisses.public.decisions')}</h2>
          <RowList>
            {decisions.map((decision) => (
              <RowItem
                key={decision.id}
                icon="decide"
                title={decision.title}
                text={t('caisses.decision.line', {
                  numberText: decision.number,
                  bodyText: decision.body,
                  day: decision.decided_on,
                })}
              />
            ))}
          </RowList>
        </section>
      )
    }
    case 'pages': {
      const pages = data.pages ?? []
      if (pages.length === 0) return null
      return (
        <section class="stack">
          <h2>{t('site.block.pages')}</h2>
          <RowList>
            {pages.map((page) => (
              <RowLink
                key={page.id}
                icon="document"
                href={`/c/${slug}${publicPath(page)}`}
                title={page.text.title}
                text={page.text.lead || undefined}
              />
            ))}
          </RowList>
        </section>
      )
    }
  }
}
