import { stringify } from 'csv-stringify/sync'
import { Hono, type Context } from 'hono'
import { html } from '../../../kit/http.ts'
import { formatNumber, formatPercent } from '../../../kit/i18n/locale.ts'
import { dayAt } from '../../../kit/month.ts'
import { Actions, LinkButton } from '../../../kit/ui/button.tsx'
import { PublicPage } from '../../../kit/ui/pages.tsx'
import { DefinitionList, Disclosure, EmptyState } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { LICENCE } from '../../caisses/reglement-paper.ts'
import { publicFrame, read, readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import {
  APART_MONTHS,
  FEWEST_FOR_PARTS,
  FEWEST_HOUSEHOLDS,
  FEWEST_OUTLETS,
  STEPS,
  type Cells,
} from '../rules/figures.ts'
import { listFigures, type PublishedFigures } from '../store/figures.ts'
import { FIGURES, FigureStats, sayFigure, type FigureName } from './figure-stats.tsx'

export const publicFigures = new Hono<CaisseEnv>()

for (const path of ['/chiffres', '/chiffres.csv', '/chiffres.json'])
  publicFigures.use(`/c/:slug${path}`, readCaisse)

const MONTHS_SHOWN = 12

publicFigures.get('/c/:slug/chiffres', async (c) => {
  const t = c.get('t')
  const { slug, name, time_zone: zone } = c.get('caisse')
  const all = await read(c, (tx) => listFigures(tx, MONTHS_SHOWN))
  const [last] = all
  return html(
    <PublicPage
      {...publicFrame(c, '/chiffres')}
      title={last ? t('site.figures.title', { month: last.month }) : t('site.figures.titleNone')}
      lead={t('site.figures.lead')}
      breadcrumb={[{ href: `/c/${slug}`, label: name }]}
    >
      {last ? (
        <>
          <FigureStats t={t} cells={last.cells} />
          <p class="soft small">
            {t('site.figures.frozen', { month: last.month, day: dayAt(last.publishedAt, zone) })}
          </p>
          <Territories c={c} cells={last.cells} />
          {all.length > 1 && <Months c={c} all={all} />}
        </>
      ) : (
        <EmptyState title={t('site.figures.none')} icon="chart">
          <p>{t('site.figures.noneText')}</p>
        </EmptyState>
      )}
      <Disclosure summary={t('site.figures.what')}>
        <DefinitionList
          items={FIGURES.map((figure) => ({
            term: t(`site.figures.name.${figure}`),
            value: (
              <>
                {t(`site.figures.definition.${figure}`, { unitName: c.get('caisse').unit_name })}{' '}
                <span class="soft">{t('site.figures.unit', { unitText: sayUnit(c, figure) })}</span>
              </>
            ),
          }))}
        />
      </Disclosure>
      <Disclosure summary={t('site.figures.secrecy')}>
        <p>
          {t('site.figures.secrecyText', {
            households: FEWEST_HOUSEHOLDS,
            outlets: FEWEST_OUTLETS,
            months: APART_MONTHS,
            parts: FEWEST_FOR_PARTS,
            stepNumber: formatNumber(STEPS.cents / 100, t.locale),
            householdStep: STEPS.households,
            peopleStep: STEPS.people,
          })}
        </p>
      </Disclosure>
      {last && (
        <Actions>
          <LinkButton href={`/c/${slug}/chiffres.csv`} icon="download" download>
            {t('site.figures.csv')}
          </LinkButton>
          <LinkButton href={`/c/${slug}/chiffres.json`} icon="download" kind="quiet" download>
            {t('site.figures.json')}
          </LinkButton>
        </Actions>
      )}
    </PublicPage>,
  )
})

/** Counted in what. */
function sayUnit(c: Context<CaisseEnv>, figure: FigureName): string {
  const t = c.get('t')
  const { currency, unit_name: unit } = c.get('caisse')
  if (figure === 'contributionsCents') return currency
  if (figure === 'grantedCents' || figure === 'spentCents') return unit
  return t(`site.figures.unitOf.${figure}`)
}

function Territories({ c, cells }: { c: Context<CaisseEnv>; cells: Cells }) {
  const t = c.get('t')
  if (cells.territories.length === 0) return null
  return (
    <section class="stack">
      <h2>{t('site.figures.byTerritory')}</h2>
      <DataTable
        dense
        caption={t('site.figures.byTerritory')}
        columns={[
          { label: t('site.figures.territory'), cell: (row) => row.name, heading: true },
          {
            label: t('site.figures.name.households'),
            cell: (row) => sayFigure(t, 'households', row.households),
            numeric: true,
            key: true,
          },
        ]}
        rows={cells.territories}
        keyOf={(row) => row.name}
      />
    </section>
  )
}

const IN_TABLE = ['households', 'contributionsCents', 'grantedCents', 'coverage'] as const

function Months({ c, all }: { c: Context<CaisseEnv>; all: readonly PublishedFigures[] }) {
  const t = c.get('t')
  return (
    <section class="stack">
      <h2>{t('site.figures.months')}</h2>
      <DataTable
        dense
        caption={t('site.figures.months')}
        columns={[
          { label: t('kit.figure.month'), cell: (row) => t.month(row.month), heading: true },
          ...IN_TABLE.map((name) => ({
            label: t(`site.figures.name.${name}`),
            cell: (row: PublishedFigures) => bare(c, name, row.cells[name]),
            numeric: true,
          })),
        ]}
        rows={all}
        keyOf={(row) => row.month}
      />
    </section>
  )
}

/** In a column: the heading says that figures are rounded. */
function bare(c: Context<CaisseEnv>, name: (typeof IN_TABLE)[number], value: number | null): string {
  const { locale } = c.get('t')
  if (value === null) return '–'
  if (name === 'coverage') return formatPercent(value, locale)
  return formatNumber(name === 'households' ? value : value / 100, locale)
}

/** In the unit that is told: euros, not cents; per cent, not a ratio. */
const inUnits = (name: FigureName, value: number | null): number | null => {
  if (value === null) return null
  if (name === 'coverage') return Math.round(value * 100)
  return name.endsWith('Cents') ? value / 100 : value
}

publicFigures.get('/c/:slug/chiffres.csv', async (c) => {
  const t = c.get('t')
  const { slug, time_zone: zone } = c.get('caisse')
  const all = await read(c, (tx) => listFigures(tx))
  const csv = stringify(
    [
      [
        t('kit.figure.month'),
        ...FIGURES.map((name) => `${t(`site.figures.name.${name}`)} (${sayUnit(c, name)})`),
        t('site.figures.publishedOn'),
      ],
      ...all.map(({ month, cells, publishedAt }) => [
        month,
        ...FIGURES.map((name) => inUnits(name, cells[name]) ?? ''),
        dayAt(publishedAt, zone),
      ]),
    ],
    { bom: true, delimiter: ';', cast: { number: (value) => String(value).replace('.', ',') } },
  )
  return c.body(csv, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="chiffres-${slug}.csv"`,
  })
})

publicFigures.get('/c/:slug/chiffres.json', async (c) => {
  const t = c.get('t')
  const { slug, name, time_zone: zone, unit_name: unitName } = c.get('caisse')
  const all = await read(c, (tx) => listFigures(tx))
  c.header('content-disposition', `attachment; filename="chiffres-${slug}.json"`)
  return c.json({
    caisse: name,
    licence: LICENCE,
    definitions: FIGURES.map((figure) => ({
      nom: figure.replace('Cents', ''),
      titre: t(`site.figures.name.${figure}`),
      definition: t(`site.figures.definition.${figure}`, { unitName }),
      unite: sayUnit(c, figure),
    })),
    mois: all.map(({ month, cells, publishedAt }) => ({
      mois: month,
      publieLe: dayAt(publishedAt, zone),
      ...Object.fromEntries(
        FIGURES.map((figure) => [figure.replace('Cents', ''), inUnits(figure, cells[figure])]),
      ),
      territoires: cells.territories.map((one) => ({ nom: one.name, households: one.households })),
    })),
  })
})
