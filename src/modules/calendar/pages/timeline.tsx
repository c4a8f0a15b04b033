import { Hono, type Context } from 'hono'
import type { Role } from '../../../kit/actor.ts'
import { html } from '../../../kit/http.ts'
import { formatShortDay } from '../../../kit/i18n/locale.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import type { Day } from '../../../kit/month.ts'
import { Actions, LinkButton } from '../../../kit/ui/button.tsx'
import { Badge, Disclosure, EmptyState } from '../../../kit/ui/parts.tsx'
import { Icon, type IconName } from '../../../kit/ui/icon.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { CaissePage } from '../../caisses/pages/caisse-page.tsx'
import { mayHere, read, readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { PLANNERS } from '../actions/milestones.ts'
import {
  inOrder,
  isSpan,
  momentOf,
  scaleOf,
  spanAt,
  type Entry,
  type EntryKind,
  type Moment,
  type Scale,
} from '../rules/timeline.ts'
import { listArrivals, listGrantSpans, listMilestones } from '../store/milestones.ts'

export const timeline = new Hono<CaisseEnv>()

timeline.use('/c/:slug/calendrier', readCaisse)

/** Who sees who funds the caisse and when, and what is not announced yet. */
const INSIDE: readonly Role[] = ['committee_member', 'coordinator', 'treasurer', 'evaluator', 'administrator']

timeline.get('/c/:slug/calendrier', async (c) => {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const today = c.get('today')
  const inside = mayHere(c, INSIDE)
  const entries = await readEntries(c, inside)
  const scale = scaleOf(entries, today)
  const now = entries.filter((entry) => entry.kind === 'phase' && momentOf(entry, today) === 'current')
  return html(
    <CaissePage
      c={c}
      current="/calendrier"
      wide
      title={entries.length === 0 ? t('calendar.timeline.titleNone') : sayYears(t, scale)}
      lead={
        now.length > 0
          ? t('calendar.timeline.now', { titleText: now.at(-1)!.title })
          : t('calendar.timeline.lead')
      }
    >
      {entries.length === 0 ? (
        <EmptyState title={t('calendar.timeline.none')} icon="calendar">
          <p>{t('calendar.timeline.noneText')}</p>
        </EmptyState>
      ) : (
        <>
          <Drawing t={t} entries={entries} scale={scale} today={today} />
          <Disclosure summary={t('kit.figure.table')}>
            <DataTable
              caption={t('calendar.timeline.caption')}
              columns={[
                { label: t('calendar.timeline.what'), cell: (row) => row.title, heading: true },
                {
                  label: t('calendar.timeline.kindHead'),
                  cell: (row) => t(`calendar.timeline.kind.${row.kind}`),
                },
                { label: t('calendar.timeline.from'), cell: (row) => t.day(row.startsOn), numeric: true },
                {
                  label: t('calendar.timeline.to'),
                  cell: (row) => (row.endsOn ? t.day(row.endsOn) : ''),
                  numeric: true,
                },
              ]}
              rows={entries}
              keyOf={(row) => row.id}
            />
          </Disclosure>
        </>
      )}
      <Actions>
        {mayHere(c, PLANNERS) && (
          <LinkButton kind="primary" href={`/c/${slug}/calendrier/gerer`} icon="edit">
            {t('calendar.timeline.manage')}
          </LinkButton>
        )}
        <LinkButton href={`/c/${slug}/agenda`} icon="calendar">
          {t('caisses.site.agenda')}
        </LinkButton>
      </Actions>
      {inside && <p class="soft small">{t('calendar.timeline.grantNote')}</p>}
    </CaissePage>,
  )
})

function sayYears(t: Translate, { years }: Scale): string {
  const [first, last] = [years[0]!.label, years.at(-1)!.label]
  return first === last
    ? t('calendar.timeline.titleYear', { yearText: first })
    : t('calendar.timeline.title', { fromText: first, toText: last })
}

function readEntries(c: Context<CaisseEnv>, inside: boolean): Promise<Entry[]> {
  const t = c.get('t')
  return read(c, async (tx) => {
    const own = (await listMilestones(tx)).filter((milestone) => inside || milestone.public)
    const arrivals = (await listArrivals(tx)).map((wave): Entry => ({
      id: wave.id,
      kind: 'wave',
      title: wave.name,
      description: t('calendar.timeline.wave', { count: wave.planned ?? 0 }),
      startsOn: wave.startsOn,
      endsOn: null,
      public: true,
    }))
    const grants = inside
      ? (await listGrantSpans(tx)).map((grant): Entry => ({
          id: grant.id,
          kind: 'grant',
          title: t('calendar.timeline.grant', { funderText: grant.funder, cents: grant.cents }),
          description: grant.purpose,
          startsOn: grant.from,
          endsOn: grant.to,
          public: false,
        }))
      : []
    return inOrder([...own, ...arrivals, ...grants])
  })
}

const ICONS: Record<EntryKind, IconName> = {
  phase: 'calendar',
  milestone: 'check',
  wave: 'people',
  grant: 'money',
}

/** A line each: what it is in words, and beside it (under it on a phone) where it stands among the years. */
function Drawing({
  t,
  entries,
  scale,
  today,
}: {
  t: Translate
  entries: readonly Entry[]
  scale: Scale
  today: Day
}) {
  return (
    <div class="timeline">
      <div class="timeline-head" aria-hidden="true">
        <svg class="timeline-axis" width="100%" height="44">
          {scale.years.map(({ label, at }, index) => (
            <text
              class="timeline-year"
              key={label}
              x={`${at + (100 / scale.years.length) * 0.5}%`}
              y="16"
              text-anchor="middle"
            >
              {scale.years.length > 8 && index % 2 === 1 ? '' : label}
            </text>
          ))}
          <text
            class="timeline-today-text"
            x={`${scale.at(today)}%`}
            y="38"
            text-anchor={anchorAt(scale.at(today))}
          >
            {t('calendar.timeline.today')}
          </text>
        </svg>
      </div>
      <ol class="timeline-rows">
        {entries.map((entry) => {
          const moment = momentOf(entry, today)
          return (
            <li class={`timeline-row timeline-${entry.kind} timeline-${moment}`} key={entry.id}>
              <div class="timeline-words">
                <p class="timeline-title">
                  <Icon name={ICONS[entry.kind]} size="small" />
                  <span>
                    <span class="visually-hidden">{t(`calendar.timeline.kind.${entry.kind}`)}, </span>
                    {entry.title}
                  </span>
                </p>
                <p class="timeline-when">
                  {sayPeriod(t, entry)}
                  {moment === 'current' && (
                    <>
                      {' '}
                      <Badge tone="success">{t('calendar.timeline.current')}</Badge>
                    </>
                  )}
                  {!entry.public && entry.kind !== 'grant' && (
                    <>
                      {' '}
                      <Badge icon="lock">{t('calendar.timeline.draft')}</Badge>
                    </>
                  )}
                </p>
                {entry.description && <p class="timeline-more">{entry.description}</p>}
              </div>
              <Track entry={entry} moment={moment} scale={scale} today={today} />
            </li>
          )
        })}
      </ol>
    </div>
  )
}

const anchorAt = (at: number): 'start' | 'middle' | 'end' => (at < 12 ? 'start' : at > 88 ? 'end' : 'middle')

function sayPeriod(t: Translate, entry: Entry): string {
  const from = t.day(entry.startsOn)
  if (!isSpan(entry)) return from
  if (entry.endsOn === null) return t('calendar.timeline.open', { fromText: from })
  const sameYear = entry.startsOn.slice(0, 4) === entry.endsOn.slice(0, 4)
  return t('calendar.timeline.period', {
    fromText: sameYear ? formatShortDay(entry.startsOn, t.locale) : from,
    toText: t.day(entry.endsOn),
  })
}

const BAR = 18
const TRACK = 34

function Track({ entry, moment, scale, today }: { entry: Entry; moment: Moment; scale: Scale; today: Day }) {
  const middle = TRACK / 2
  const { start, width } = spanAt(scale, entry)
  const now = scale.at(today)
  return (
    <svg class="timeline-track" width="100%" height="100%" aria-hidden="true">
      {scale.years.slice(1).map(({ label, at }) => (
        <line class="timeline-grid" key={label} x1={`${at}%`} x2={`${at}%`} y1="0" y2="100%" />
      ))}
      <line class="timeline-now" x1={`${now}%`} x2={`${now}%`} y1="0" y2="100%" />
      {isSpan(entry) ? (
        <>
          <rect
            class="timeline-bar"
            x={`${start}%`}
            width={`${width}%`}
            y={middle - BAR / 2}
            height={BAR}
            rx="6"
          />
          {moment === 'current' && now > start && (
            <rect
              class="timeline-gone"
              x={`${start}%`}
              width={`${Math.min(now - start, width)}%`}
              y={middle - BAR / 2}
              height={BAR}
              rx="6"
            />
          )}
        </>
      ) : (
        <circle class="timeline-dot" cx={`${start}%`} cy={middle} r="8" />
      )}
    </svg>
  )
}
