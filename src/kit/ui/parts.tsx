import type { ComponentChildren } from 'preact'
import type { Cents } from '../money.ts'
import { Icon, type IconName } from './icon.tsx'
import { TONE_ICONS, type Tone } from './tone.ts'
import { useWords } from './words.tsx'

/** Says what happened or what holds: a drawing and a word, the colour comes third. */
export function Notice({
  tone = 'info',
  title,
  children,
}: {
  tone?: Tone
  title?: string
  children?: ComponentChildren
}) {
  const t = useWords()
  const role = tone === 'refusal' ? 'alert' : tone === 'success' ? 'status' : undefined
  return (
    <div class={`notice notice-${tone}`} role={role}>
      <Icon name={TONE_ICONS[tone]} />
      <div class="notice-body">
        <p class="notice-title">{title ?? t(`kit.tone.${tone}`)}</p>
        {children}
      </div>
    </div>
  )
}

/** The state of a thing in one or two words. */
export function Badge({
  tone,
  children,
  icon,
}: {
  tone?: Tone | undefined
  children: ComponentChildren
  icon?: IconName
}) {
  const drawing = icon ?? (tone && TONE_ICONS[tone])
  return (
    <span class={`badge badge-${tone ?? 'plain'}`}>
      {drawing && <Icon name={drawing} size="small" />}
      {children}
    </span>
  )
}

export type CardProps = {
  title?: ComponentChildren
  icon?: IconName
  children?: ComponentChildren
  /** Makes the title a link that the whole card follows. */
  href?: string
  actions?: ComponentChildren
  /** `accent` for the one card that matters most on the page. */
  look?: 'plain' | 'accent' | 'sunk'
  level?: 2 | 3
}

export function Card({ title, icon, children, href, actions, look = 'plain', level = 2 }: CardProps) {
  const Heading = `h${level}` as const
  return (
    <section class={`card card-${look}${href ? ' card-link' : ''}`}>
      {title && (
        <Heading class="card-title">
          {icon && <Icon name={icon} />}
          {href ? <a href={href}>{title}</a> : title}
        </Heading>
      )}
      {children}
      {actions && <div class="actions">{actions}</div>}
    </section>
  )
}

/** Cards side by side where there is room. */
export function CardGrid({ children }: { children: ComponentChildren }) {
  return <div class="card-grid">{children}</div>
}

/** Euros (or the caisse's currency), or the caisse's own unit with `rights`; digits align in columns. */
export function Money({
  cents,
  rights = false,
  sign = false,
  bare = false,
}: {
  cents: Cents
  rights?: boolean
  sign?: boolean
  /** Without the unit's name, where the column or the heading says it. */
  bare?: boolean
}) {
  const t = useWords()
  const mark = cents < 0 ? '\u2212' : sign && cents > 0 ? '+' : ''
  const amount = Math.abs(cents)
  return (
    <span class="money">
      {mark}
      {rights ? t.rights(amount, '') : t.money(amount)}
      {rights && !bare && t.unit && (
        <>
          {'\u00a0'}
          <span class="money-unit">{t.unit}</span>
        </>
      )}
    </span>
  )
}

/** Nothing here yet: says what will come and what to do next. */
export function EmptyState(props: {
  title: string
  children?: ComponentChildren
  action?: ComponentChildren
  icon?: IconName
}) {
  return (
    <div class="empty">
      <span class="empty-plate">
        <Icon name={props.icon ?? 'meal'} size="large" />
      </span>
      <p class="empty-title">{props.title}</p>
      {props.children && <div class="empty-text">{props.children}</div>}
      {props.action && <div class="actions actions-centred">{props.action}</div>}
    </div>
  )
}

export type StatProps = { label: string; value: ComponentChildren; hint?: ComponentChildren; tone?: Tone }

/** A figure with what it counts. */
export function Stat({ label, value, hint, tone }: StatProps) {
  return (
    <div class={`stat${tone ? ` stat-${tone}` : ''}`}>
      <dt class="stat-label">{label}</dt>
      <dd class="stat-value">{value}</dd>
      {hint && (
        <dd class="stat-hint">
          {tone && <Icon name={TONE_ICONS[tone]} size="small" />}
          {hint}
        </dd>
      )}
    </div>
  )
}

/** Stats in a row; wraps `Stat`. */
export function Stats({ children }: { children: ComponentChildren }) {
  return <dl class="stats">{children}</dl>
}

export type Definition = { term: ComponentChildren; value: ComponentChildren; key?: string }

/** Terms and what they are; with `amounts`, figures at the end of the line. */
export function DefinitionList({
  items,
  amounts = false,
}: {
  items: readonly Definition[]
  amounts?: boolean
}) {
  return (
    <dl class={amounts ? 'definitions definitions-amounts' : 'definitions'}>
      {items.map((item, index) => (
        <div class="definition" key={item.key ?? index}>
          <dt>{item.term}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** More for who wants it, closed at first. */
export function Disclosure({
  summary,
  children,
  open = false,
}: {
  summary: ComponentChildren
  children: ComponentChildren
  open?: boolean
}) {
  return (
    <details class="disclosure" open={open}>
      <summary>
        <Icon name="next" size="small" />
        {summary}
      </summary>
      <div class="disclosure-body">{children}</div>
    </details>
  )
}

/** The shape of what is coming, while an island loads. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const t = useWords()
  return (
    <div class="skeleton" role="status">
      <span class="visually-hidden">{t('kit.loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span class="skeleton-line" key={line} />
      ))}
    </div>
  )
}

/** The first thing a visitor sees: what this is, what to do, and a laid table. */
export function Hero({
  title,
  lead,
  actions,
  picture,
}: {
  title: string
  lead: ComponentChildren
  actions?: ComponentChildren
  picture?: ComponentChildren
}) {
  return (
    <section class="hero">
      <div class="page-head">
        <h1>{title}</h1>
        <p class="lead">{lead}</p>
      </div>
      {actions && <div class="actions actions-centred">{actions}</div>}
      {picture}
    </section>
  )
}
