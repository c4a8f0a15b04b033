import { formatShortMonth } from '../../../kit/i18n/locale.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import type { Day } from '../../../kit/month.ts'
import { Figure } from '../../../kit/ui/figures.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { drawTimeline, type Timeline } from '../rules/timeline.ts'
import type { Group, Need } from '../store/groups.ts'

const ROW = 46
const AXIS = 26
/** Where a bar lies in its row, under its name. */
const BAR_TOP = 24
const BAR_HEIGHT = 14
const MIDDLE = BAR_TOP + BAR_HEIGHT / 2

type LanesProps = { t: Translate; groups: readonly Group[]; needs: readonly Need[]; today: Day }

/** Groups of structures and of residents beside one another in time, and what one gives the other. */
export function Lanes({ t, groups, needs, today }: LanesProps) {
  const drawn = drawTimeline(groups, needs, today)
  if (!drawn) return null
  const waiting = needs.filter(({ metOn }) => metOn === null).length
  return (
    <Figure
      title={t('groups.lanes.title', { count: waiting })}
      table={<LanesTable t={t} groups={groups} needs={needs} />}
    >
      <Drawing t={t} drawn={drawn} />
      <ul class="lanes-key soft small">
        <li>
          <span class="lanes-mark lanes-mark-open" aria-hidden="true" />
          {t('groups.lanes.open')}
        </li>
        <li>
          <span class="lanes-mark lanes-mark-met" aria-hidden="true" />
          {t('groups.lanes.met')}
        </li>
        <li>
          <span class="lanes-mark lanes-mark-today" aria-hidden="true" />
          {t('groups.lanes.today')}
        </li>
      </ul>
    </Figure>
  )
}

function Drawing({ t, drawn }: { t: Translate; drawn: Timeline }) {
  const height = drawn.height * ROW + AXIS
  const percent = (x: number) => `${x.toFixed(2)}%`
  const top = (row: number) => AXIS + row * ROW
  return (
    <svg class="lanes" width="100%" height={height} aria-hidden="true">
      {drawn.months.map(({ month, x }) => (
        <g key={month}>
          <line class="lanes-month" x1={percent(x)} x2={percent(x)} y1={AXIS} y2={height} />
          <text class="lanes-month-text" x={percent(x)} y={AXIS - 10} dx={2}>
            {formatShortMonth(month, t.locale)} {month.slice(2, 4)}
          </text>
        </g>
      ))}
      <line class="lanes-today" x1={percent(drawn.todayX)} x2={percent(drawn.todayX)} y1={AXIS} y2={height} />
      {drawn.rows.map((row) =>
        row.kind === 'lane' ? (
          <g key={row.composition}>
            <rect class="lanes-lane" x="0" width="100%" y={top(row.row) + 10} height={ROW - 14} />
            <text class="lanes-lane-text" x="8" y={top(row.row) + 32}>
              {t(`groups.compositions.${row.composition}`)}
            </text>
          </g>
        ) : (
          <g key={row.group.id}>
            <text class="lanes-name" x="0" y={top(row.row) + 18}>
              {row.group.name}
            </text>
            <rect
              class={`lanes-bar lanes-bar-${row.group.composition}${row.open ? ' lanes-bar-open' : ''} lanes-bar-${row.group.status}`}
              x={percent(row.x)}
              width={percent(row.width)}
              y={top(row.row) + BAR_TOP}
              height={BAR_HEIGHT}
              rx="4"
            />
          </g>
        ),
      )}
      {drawn.links.map(({ x, fromRow, toRow, met }) => (
        <g key={`${x} ${fromRow} ${toRow}`} class={met ? 'lanes-link lanes-link-met' : 'lanes-link'}>
          <line x1={percent(x)} x2={percent(x)} y1={top(fromRow) + MIDDLE} y2={top(toRow) + MIDDLE} />
          <circle class="lanes-link-from" cx={percent(x)} cy={top(fromRow) + MIDDLE} r="4" />
          <circle class="lanes-link-to" cx={percent(x)} cy={top(toRow) + MIDDLE} r="6" />
        </g>
      ))}
    </svg>
  )
}

/** The same in words: each group, its days, and what it waits for. */
function LanesTable({ t, groups, needs }: Omit<LanesProps, 'today'>) {
  const day = (value: Day | null) => (value ? t.day(value) : '–')
  const waits = (group: Group) =>
    needs
      .filter(({ groupId }) => groupId === group.id)
      .map((need) =>
        [
          t('groups.need.line', { whatText: need.what, nameText: need.fromGroupName }),
          need.metOn
            ? t('groups.need.metOn', { day: need.metOn })
            : need.neededOn && t('groups.need.neededOn', { day: need.neededOn }),
        ]
          .filter(Boolean)
          .join(', '),
      )
      .join(' ; ')
  return (
    <DataTable
      caption={t('groups.lanes.caption')}
      columns={[
        { label: t('groups.field.name'), heading: true, cell: (group) => group.name },
        {
          label: t('groups.field.composition'),
          cell: (group) => t(`groups.compositions.${group.composition}`),
        },
        { label: t('groups.field.status'), cell: (group) => t(`groups.statuses.${group.status}`) },
        { label: t('groups.field.startsOn'), cell: (group) => day(group.startsOn) },
        { label: t('groups.field.endsOn'), cell: (group) => day(group.endsOn) },
        { label: t('groups.need.waits'), cell: (group) => waits(group) || '–' },
      ]}
      rows={groups}
      keyOf={(group) => group.id}
    />
  )
}
