import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { addMonths, type Month } from '../month.ts'
import { formatNumber, formatPercent, formatShortMonth } from '../i18n/locale.ts'
import { DataTable } from './table.tsx'
import { Disclosure } from './parts.tsx'
import { useWords } from './words.tsx'

/** What a colour and its pattern mean in every picture. */
export type Share = 'contributions' | 'grants' | 'rest' | 'rights' | 'coming' | 'outlets'

type FigureProps = { title: ComponentChildren; children: ComponentChildren; table?: ComponentChildren }

/** A picture whose title says what it shows, with the figures behind it. */
export function Figure({ title, children, table }: FigureProps) {
  const t = useWords()
  return (
    <figure class="figure">
      <figcaption class="figure-title">{title}</figcaption>
      {children}
      {table && <Disclosure summary={t('kit.figure.table')}>{table}</Disclosure>}
    </figure>
  )
}

export type StackedPart = {
  label: string
  value: number
  /** The value in words, such as `t.money(value)`. */
  text: string
  share: Share
}

export type StackedBarProps = { title: ComponentChildren; caption: string; parts: readonly StackedPart[] }

/** Under this part of the whole, a percentage does not fit inside its piece. */
const ROOM_FOR_TEXT = 0.13

/** How a whole is made up, such as what covers a month. */
export function StackedBar({ title, caption, parts }: StackedBarProps) {
  const t = useWords()
  const patterns = useId()
  const total = parts.reduce((sum, part) => sum + part.value, 0)
  const pieces = parts.map((part, index) => {
    const before = parts.slice(0, index).reduce((sum, earlier) => sum + earlier.value, 0)
    return { ...part, ratio: total ? part.value / total : 0, start: total ? before / total : 0 }
  })
  const percent = (ratio: number) => formatPercent(ratio, t.locale)
  return (
    <Figure
      title={title}
      table={
        <DataTable
          caption={caption}
          columns={[
            { label: t('kit.figure.part'), cell: (piece) => piece.label, heading: true },
            { label: t('kit.figure.amount'), cell: (piece) => piece.text, numeric: true },
            { label: t('kit.figure.share'), cell: (piece) => percent(piece.ratio), numeric: true },
          ]}
          rows={pieces}
          keyOf={(piece) => piece.label}
        />
      }
    >
      <svg class="stacked" width="100%" height="44" aria-hidden="true">
        <Patterns id={patterns} />
        {pieces.map((piece) => (
          <g key={piece.label}>
            <rect
              class={`share-${piece.share}`}
              x={`${piece.start * 100}%`}
              width={`${piece.ratio * 100}%`}
              height="44"
            />
            <rect
              class="share-pattern"
              x={`${piece.start * 100}%`}
              width={`${piece.ratio * 100}%`}
              height="44"
              fill={`url(#${patterns}-${piece.share})`}
            />
            {piece.ratio >= ROOM_FOR_TEXT && (
              <text
                class={`share-text share-text-${piece.share}`}
                x={`${(piece.start + piece.ratio / 2) * 100}%`}
                y="28"
                text-anchor="middle"
              >
                {percent(piece.ratio)}
              </text>
            )}
          </g>
        ))}
      </svg>
      <ul class="stacked-labels">
        {pieces.map((piece) => (
          <li key={piece.label}>
            <Swatch share={piece.share} patterns={patterns} />
            <span class="stacked-label">{piece.label}</span>
            <span class="stacked-value">{piece.text}</span>
          </li>
        ))}
      </ul>
    </Figure>
  )
}

/** Lines and dots, so that shares stay apart in black and white. */
function Patterns({ id }: { id: string }) {
  return (
    <defs>
      <pattern
        id={`${id}-grants`}
        width="8"
        height="8"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect class="pattern-ink" width="2" height="8" />
      </pattern>
      <pattern
        id={`${id}-coming`}
        width="8"
        height="8"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(-45)"
      >
        <rect class="pattern-ink" width="2" height="8" />
      </pattern>
      <pattern id={`${id}-outlets`} width="8" height="8" patternUnits="userSpaceOnUse">
        <circle class="pattern-ink" cx="4" cy="4" r="1.4" />
      </pattern>
      {(['contributions', 'rest', 'rights'] as const).map((plain) => (
        <pattern id={`${id}-${plain}`} width="8" height="8" patternUnits="userSpaceOnUse" key={plain} />
      ))}
    </defs>
  )
}

function Swatch({ share, patterns }: { share: Share; patterns: string }) {
  return (
    <svg class="swatch" width="16" height="16" aria-hidden="true">
      <rect class={`share-${share}`} width="16" height="16" rx="4" />
      <rect class="share-pattern" width="16" height="16" rx="4" fill={`url(#${patterns}-${share})`} />
    </svg>
  )
}

export type FadingBarProps = {
  title: ComponentChildren
  caption: string
  /** Months left, such as 7.4. */
  months: number
  from: Month
  /** Months drawn; at least a year. */
  horizon?: number
}

/** How long the money lasts: each month a block, paler the further it lies, empty once it runs out. */
export function FadingBar({ title, caption, months, from, horizon = 12 }: FadingBarProps) {
  const t = useWords()
  const left = Math.max(0, months)
  const count = Math.max(horizon, Math.ceil(left))
  const blocks = Array.from({ length: count }, (_, index) => ({
    month: addMonths(from, index),
    filled: Math.min(1, Math.max(0, left - index)),
    opacity: 1 - (index / count) * 0.75,
  }))
  const step = 100 / count
  return (
    <Figure
      title={title}
      table={
        <DataTable
          caption={caption}
          columns={[
            { label: t('kit.figure.month'), cell: (block) => t.month(block.month), heading: true },
            {
              label: t('kit.figure.left'),
              cell: (block) => formatPercent(block.filled, t.locale),
              numeric: true,
            },
          ]}
          rows={blocks}
          keyOf={(block) => block.month}
        />
      }
    >
      <svg class="fading" width="100%" height="64" aria-hidden="true">
        {blocks.map((block, index) => (
          <g key={block.month}>
            <rect class="fading-empty" x={`${index * step}%`} width={`${step * 0.88}%`} height="36" rx="5" />
            {block.filled > 0 && (
              <rect
                class="fading-full"
                x={`${index * step}%`}
                width={`${step * 0.88 * block.filled}%`}
                height="36"
                rx="5"
                opacity={block.opacity}
              />
            )}
            {index % Math.ceil(count / 6) === 0 && (
              // Near the end a name would be cut off: it ends where its block ends.
              <text
                class="fading-month"
                x={`${(index > count - 2 ? index + 0.88 : index) * step}%`}
                y="56"
                text-anchor={index > count - 2 ? 'end' : 'start'}
              >
                {formatShortMonth(block.month, t.locale)}
              </text>
            )}
          </g>
        ))}
      </svg>
    </Figure>
  )
}

export type Bar = { label: ComponentChildren; value: number; text?: string; key?: string }

export type BarListProps = {
  title: ComponentChildren
  caption: string
  /** Heads of the two columns. */
  heads: readonly [label: string, value: string]
  bars: readonly Bar[]
  share?: Share
}

/** Amounts side by side; the picture is the table. */
export function BarList({ title, caption, heads, bars, share = 'rights' }: BarListProps) {
  const t = useWords()
  const longest = Math.max(1, ...bars.map((bar) => bar.value))
  return (
    <Figure title={title}>
      <table class="bars">
        <caption class="visually-hidden">{caption}</caption>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{heads[0]}</th>
            <th scope="col">{heads[1]}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map((bar, index) => (
            <tr key={bar.key ?? index}>
              <th scope="row">{bar.label}</th>
              <td>
                <svg class="bar" height="20" width="100%" aria-hidden="true">
                  <rect
                    class={`share-${share}`}
                    width={`${(bar.value / longest) * 100}%`}
                    height="20"
                    rx="5"
                  />
                </svg>
                <span class="bar-text">{bar.text ?? formatNumber(bar.value, t.locale)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Figure>
  )
}
