import { translator, type Translate } from '../../../kit/i18n/translate.ts'
import { StackedBar, type StackedPart } from '../../../kit/ui/figures.tsx'
import { Badge, Disclosure, Money } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { sayRoundly } from '../../caisses/pages/clauses.tsx'
import type { Reason } from '../../caisses/rules/reason.ts'
import type { Coverage } from '../store/coverage.ts'
import type { Difference, Differences } from '../store/differences.ts'
import type { ShownLine } from '../store/lines.ts'

/** What the caisse's euros are promised to, and what stays or is missing. */
export function CoverageFigure({ t, coverage }: { t: Translate; coverage: Coverage }) {
  const { circulationCents, claimsCents, neededCents, eurosCents, missingCents } = coverage
  const part = (label: string, value: number, share: StackedPart['share']): StackedPart[] =>
    value > 0 ? [{ label, value, text: t.money(value), share }] : []
  return (
    <StackedBar
      title={
        missingCents === 0
          ? t('months.run.covers', { eurosCents })
          : t('months.run.lacks', { cents: missingCents, eurosCents })
      }
      caption={t('months.run.coverage')}
      parts={[
        ...part(t('months.run.circulation'), circulationCents, 'rights'),
        ...part(t('months.run.thisRun'), coverage.runCents - coverage.expiryCents, 'coming'),
        ...part(t('months.run.claims'), claimsCents, 'outlets'),
        ...part(t('months.run.free'), eurosCents - neededCents, 'rest'),
      ]}
    />
  )
}

/** Amounts alone: the table's heads say the unit. */
const sayReason = (t: Translate, reason: Reason): string =>
  sayRoundly(translator(t.locale), reason.code, reason.params)

const DIFFERENCES_SHOWN = 8

export function DifferencesTable({ t, differences }: { t: Translate; differences: Differences }) {
  const { since, largest, totals } = differences
  if (since === null) return <p>{t('months.run.differencesFirst')}</p>
  if (largest.length === 0) return <p>{t('months.run.differencesNone', { month: since })}</p>
  const title = t('months.run.differences', { month: since })
  const more = largest.slice(DIFFERENCES_SHOWN)
  return (
    <section class="stack">
      <h2>{title}</h2>
      <p class="badges">
        {(['new', 'gone', 'changed'] as const).map(
          (change) =>
            totals[change].households > 0 && (
              <Badge key={change}>
                {t(`months.run.count.${change}`, { count: totals[change].households })}
              </Badge>
            ),
        )}
      </p>
      <DifferenceRows t={t} caption={title} rows={largest.slice(0, DIFFERENCES_SHOWN)} />
      {more.length > 0 && (
        <Disclosure summary={t('months.run.differencesMore', { count: more.length })}>
          <DifferenceRows
            t={t}
            caption={t('months.run.differencesMore', { count: more.length })}
            rows={more}
          />
        </Disclosure>
      )}
    </section>
  )
}

function DifferenceRows({
  t,
  caption,
  rows,
}: {
  t: Translate
  caption: string
  rows: readonly Difference[]
}) {
  return (
    <DataTable
      caption={caption}
      dense
      columns={[
        { label: t('months.run.household'), heading: true, cell: (row) => row.name },
        { label: t('months.run.change'), bare: true, cell: (row) => t(`months.run.${row.change}`) },
        {
          label: t('months.run.before'),
          numeric: true,
          cell: (row) => <Money cents={row.beforeCents} rights bare />,
        },
        {
          label: t('months.run.after'),
          numeric: true,
          key: true,
          cell: (row) => <Money cents={row.afterCents} rights bare />,
        },
        { label: t('months.run.why'), bare: true, cell: (row) => sayReason(t, row.reason) },
      ]}
      rows={rows}
      keyOf={(row) => row.householdId}
    />
  )
}

type LinesTableProps = { t: Translate; lines: readonly ShownLine[]; total: number }

export function LinesTable({ t, lines, total }: LinesTableProps) {
  const expires = lines.some((line) => line.expiredCents > 0)
  return (
    <DataTable
      caption={t('months.run.lines', { count: total })}
      dense
      columns={[
        { label: t('months.run.household'), heading: true, cell: (line) => line.name },
        {
          label: t('months.run.contribution'),
          numeric: true,
          cell: (line) => <Money cents={line.contributionCents} />,
        },
        {
          label: t('months.run.allocation'),
          numeric: true,
          key: true,
          cell: (line) => <Money cents={line.amountCents} rights bare />,
        },
        ...(expires
          ? [
              {
                label: t('months.run.expired'),
                numeric: true,
                cell: (line: ShownLine) =>
                  line.expiredCents > 0 && <Money cents={line.expiredCents} rights bare />,
              },
            ]
          : []),
        { label: t('months.run.reason'), bare: true, cell: (line) => sayReason(t, line.reason) },
      ]}
      rows={lines}
      keyOf={(line) => String(line.line)}
    />
  )
}
