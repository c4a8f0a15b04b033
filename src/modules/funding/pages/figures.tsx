import { scaleLinear } from 'd3-scale'
import type { Context } from 'hono'
import { useId } from 'preact/hooks'
import type { Cents } from '../../../kit/money.ts'
import { addMonths, monthOf, monthsBetween, type Month } from '../../../kit/month.ts'
import { formatShortMonth } from '../../../kit/i18n/locale.ts'
import { Figure } from '../../../kit/ui/figures.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import type { CaisseEnv } from '../../caisses/web.ts'
import type { Grant } from '../../treasury/store.ts'
import { comingIn, monthsFrom, suretyOf, SURETIES, type Surety } from '../rules/forecast.ts'
import type { Funding } from '../seen.ts'
import type { Application } from '../store.ts'

const FEWEST_MONTHS = 18
const MOST_MONTHS = 36
const COMING_HEIGHT = 110
const STRIP_TOP = COMING_HEIGHT + 12
const STRIP_HEIGHT = 26
const MONTH_NAME = STRIP_TOP + STRIP_HEIGHT + 20

/** What comes and what each month needs, then how sure each month is: signed, likely, hoped for, or nothing. */
export function MonthsAhead({ c, funding }: { c: Context<CaisseEnv>; funding: Funding }) {
  const t = c.get('t')
  const patterns = useId()
  const { standing, expected } = funding
  if (!standing) return null
  const { next, needCents } = standing
  const end = standing.forecast.until.hoped
  const seen = end === null ? MOST_MONTHS : monthsBetween(next, end) + 3
  const count = Math.min(MOST_MONTHS, Math.max(FEWEST_MONTHS, seen))
  const months = monthsFrom(next, count).map((month) => ({
    month,
    surety: suretyOf(standing.forecast, month),
    coming: Object.fromEntries(
      SURETIES.map((surety) => [surety, comingIn(expected, month, surety)]),
    ) as Record<Surety, Cents>,
  }))
  const most = Math.max(needCents, ...months.map(({ coming }) => sumOf(coming)), 1)
  const high = scaleLinear([0, most], [0, COMING_HEIGHT - 16])
  const step = 100 / count
  const named = Math.ceil(count / 6)
  const wide = step * 0.78
  const needLine = COMING_HEIGHT - high(needCents)
  return (
    <Figure
      title={t('funding.months.title', { cents: needCents })}
      table={
        <DataTable
          caption={t('funding.months.caption')}
          dense
          columns={[
            { label: t('kit.figure.month'), cell: ({ month }) => t.month(month), heading: true },
            ...SURETIES.map((surety) => ({
              label: t(`funding.surety.${surety}`),
              cell: ({ coming }: (typeof months)[number]) =>
                coming[surety] === 0 ? '–' : t.money(coming[surety]),
              numeric: true,
            })),
            { label: t('funding.months.need'), cell: () => t.money(needCents), numeric: true },
            {
              label: t('funding.months.paid'),
              cell: ({ surety }) => t(`funding.paid.${surety ?? 'none'}`),
            },
          ]}
          rows={months}
          keyOf={({ month }) => month}
        />
      }
    >
      <svg class="ahead" width="100%" height={MONTH_NAME + 6} aria-hidden="true">
        <Stripes id={patterns} />
        {months.map(({ month, surety, coming }, index) => {
          const x = `${index * step}%`
          let top = COMING_HEIGHT
          return (
            <g key={month}>
              {SURETIES.filter((each) => coming[each] > 0).map((each) => {
                const height = high(coming[each])
                top -= height
                return (
                  <SureRect
                    key={each}
                    {...{ x, patterns, height }}
                    y={top}
                    width={`${wide}%`}
                    surety={each}
                  />
                )
              })}
              <SureRect
                {...{ x, patterns }}
                y={STRIP_TOP}
                width={`${wide}%`}
                height={STRIP_HEIGHT}
                surety={surety ?? 'none'}
              />
              {index % named === 0 && (
                <text class="ahead-month" x={x} y={MONTH_NAME}>
                  {formatShortMonth(month, t.locale)}
                </text>
              )}
            </g>
          )
        })}
        <line class="ahead-need" x1="0" x2="100%" y1={needLine} y2={needLine} />
        <text class="ahead-need-text" x="100%" y={needLine - 6} text-anchor="end">
          {t('funding.months.needLine', { cents: needCents })}
        </text>
      </svg>
      <ul class="stacked-labels sure-labels">
        {[...SURETIES, 'none' as const].map((surety) => (
          <li key={surety}>
            <svg class="swatch" width="16" height="16" aria-hidden="true">
              <SureRect {...{ patterns }} x="0" y={0} width="16" height={16} surety={surety} />
            </svg>
            <span class="stacked-label">{t(`funding.legend.${surety}`)}</span>
          </li>
        ))}
      </ul>
    </Figure>
  )
}

const sumOf = (coming: Readonly<Record<Surety, Cents>>): Cents =>
  SURETIES.reduce((sum, surety) => sum + coming[surety], 0)

type SureRectProps = {
  x: string
  y: number
  width: string
  height: number
  surety: Surety | 'none' | 'closed'
  patterns: string
}

/** Full, striped, dashed or empty: told apart in black and white too. */
function SureRect({ x, y, width, height, surety, patterns }: SureRectProps) {
  return (
    <>
      <rect class={`sure sure-${surety}`} x={x} y={y} width={width} height={height} rx="3" />
      {surety === 'likely' && (
        <rect x={x} y={y} width={width} height={height} rx="3" fill={`url(#${patterns}-stripes)`} />
      )}
    </>
  )
}

const Stripes = ({ id }: { id: string }) => (
  <defs>
    <pattern
      id={`${id}-stripes`}
      width="8"
      height="8"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <rect class="sure-stripe" width="3" height="8" />
    </pattern>
  </defs>
)

// --- the years ---------------------------------------------------------------------------------------

export type Span = {
  id: string
  href: string
  funder: string
  purpose: string
  cents: Cents
  from: Month
  until: Month
  state: Surety | 'refused' | 'dropped'
}

/** Grants by the months their money is for, and what is asked: one line each, in the order in which they begin. */
export function spansOf(
  { grants, applications }: Pick<Funding, 'grants' | 'applications'>,
  hrefs: { grants: string; application: (id: string) => string },
): Span[] {
  const asked = new Map(applications.map((one) => [one.grantId, one]))
  return [
    ...grants.map((grant): Span => ({
      id: grant.id,
      href: hrefs.grants,
      funder: grant.funder,
      purpose: grant.purpose,
      cents: grant.promisedCents,
      ...periodOf(grant, asked.get(grant.id)),
      state: grant.signed ? 'certain' : 'likely',
    })),
    ...applications
      .filter(({ status }) => status !== 'granted')
      .map((one): Span => ({
        id: one.id,
        href: hrefs.application(one.id),
        funder: one.funder,
        purpose: one.purpose,
        cents: one.askedCents,
        from: one.fromMonth,
        until: one.untilMonth,
        state: one.status === 'refused' || one.status === 'dropped' ? one.status : one.odds,
      })),
  ].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.funder < b.funder ? -1 : 1))
}

/** What was asked says it; else from the award to the last tranche. */
function periodOf(
  { awardedOn, tranches }: Grant,
  asked: Application | undefined,
): { from: Month; until: Month } {
  if (asked) return { from: asked.fromMonth, until: asked.untilMonth }
  const months = [awardedOn, ...tranches.map(({ expectedOn }) => expectedOn)].map(monthOf).sort()
  return { from: months[0]!, until: months.at(-1)! }
}

const ROW = 20

/** The years, with a line for each grant and each request. */
export function Years({ c, spans }: { c: Context<CaisseEnv>; spans: readonly Span[] }) {
  const t = c.get('t')
  const patterns = useId()
  if (spans.length === 0) return null
  const first = `${spans
    .map(({ from }) => from)
    .sort()[0]!
    .slice(0, 4)}-01`
  const last = spans
    .map(({ until }) => until)
    .sort()
    .at(-1)!
  const end = `${Number(last.slice(0, 4)) + 1}-01`
  const along = scaleLinear([0, monthsBetween(first, end)], [0, 100])
  const at = (month: Month) => along(monthsBetween(first, month))
  const years = Array.from({ length: Number(end.slice(0, 4)) - Number(first.slice(0, 4)) }, (_, i) =>
    addMonths(first, i * 12),
  )
  const today = at(monthOf(c.get('today')))
  return (
    <Figure
      title={t('funding.years.title')}
      table={
        <DataTable
          caption={t('funding.years.title')}
          columns={[
            { label: t('funding.funder'), cell: ({ funder }) => funder, heading: true },
            { label: t('funding.purpose'), cell: ({ purpose }) => purpose },
            { label: t('kit.figure.amount'), cell: ({ cents }) => t.money(cents), numeric: true },
            {
              label: t('funding.period'),
              cell: ({ from, until }) => t('funding.years.period', { from, until }),
            },
            { label: t('funding.state'), cell: ({ state }) => t(`funding.states.${state}`) },
          ]}
          rows={spans}
          keyOf={({ id }) => id}
        />
      }
    >
      <ol class="years">
        {spans.map(({ id, href, funder, cents, from, until, state }) => (
          <li key={id}>
            <p class="years-text">
              <a href={href}>{funder}</a>
              <span class="soft small">
                {t.money(cents)} · {t(`funding.states.${state}`)}
              </span>
            </p>
            <svg width="100%" height={ROW} aria-hidden="true">
              <Stripes id={`${patterns}-${id}`} />
              {years.map((year) => (
                <line key={year} class="years-line" x1={`${at(year)}%`} x2={`${at(year)}%`} y1="0" y2={ROW} />
              ))}
              <SureRect
                x={`${at(from)}%`}
                y={3}
                width={`${Math.max(1, at(addMonths(until, 1)) - at(from))}%`}
                height={ROW - 6}
                surety={state === 'refused' || state === 'dropped' ? 'closed' : state}
                patterns={`${patterns}-${id}`}
              />
              <line class="years-today" x1={`${today}%`} x2={`${today}%`} y1="0" y2={ROW} />
            </svg>
          </li>
        ))}
        <li aria-hidden="true">
          <svg width="100%" height="22">
            {years.map((year) => (
              <text key={year} class="ahead-month" x={`${at(year)}%`} y="16">
                {year.slice(0, 4)}
              </text>
            ))}
          </svg>
        </li>
      </ol>
    </Figure>
  )
}
