import type { ComponentChildren } from 'preact'
import { formatNumber, formatPercent } from '../i18n/locale.ts'
import { Figure } from './figures.tsx'
import { DataTable } from './table.tsx'
import { useWords } from './words.tsx'

export type FunnelStep = { key: string; label: string; count: number }

export type FunnelProps = {
  title: ComponentChildren
  caption: string
  /** Heads of the table's columns. */
  heads: readonly [step: string, count: string, share: string]
  /** From the widest on. */
  steps: readonly FunnelStep[]
}

/** Who went how far: each step as wide as its part of the first. */
export function Funnel({ title, caption, heads, steps }: FunnelProps) {
  const t = useWords()
  const first = steps[0]?.count ?? 0
  const part = ({ count }: FunnelStep) => (first > 0 ? Math.min(1, count / first) : 0)
  const share = (step: FunnelStep) => (first === 0 ? '–' : formatPercent(part(step), t.locale))
  return (
    <Figure
      title={title}
      table={
        <DataTable
          caption={caption}
          columns={[
            { label: heads[0], cell: ({ label }) => label, heading: true },
            { label: heads[1], cell: ({ count }) => formatNumber(count, t.locale), numeric: true },
            { label: heads[2], cell: share, numeric: true },
          ]}
          rows={steps}
          keyOf={({ key }) => key}
        />
      }
    >
      <div class="funnel" aria-hidden="true">
        {steps.map((step, i) => (
          <div class="funnel-row" key={step.key}>
            <span class="funnel-label">{step.label}</span>
            <span class="funnel-count">
              {formatNumber(step.count, t.locale)}
              {i > 0 && first > 0 && <span class="soft"> · {share(step)}</span>}
            </span>
            <svg width="100%" height="30">
              <rect class="funnel-ground" width="100%" height="30" rx="8" />
              <rect
                class="funnel-step"
                x={`${(1 - part(step)) * 50}%`}
                width={`${part(step) * 100}%`}
                height="30"
                rx="8"
              />
            </svg>
          </div>
        ))}
      </div>
    </Figure>
  )
}
