import type { ComponentChildren } from 'preact'
import { useFilling } from './form.tsx'

/** Lines of a form to tick, each with what else is said or typed of it. */
export function TickList({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <ul class="check-lines" aria-label={label}>
      {children}
    </ul>
  )
}

export type TickProps = {
  /** The field that is sent when it is ticked; without one the line is only read. */
  name?: string | undefined
  checked?: boolean
  title: ComponentChildren
  text?: ComponentChildren
  aside?: ComponentChildren
}

export function Tick({ name, checked = false, title, text, aside }: TickProps) {
  const { typed, error } = useFilling(name ?? '')
  const words = (
    <span class="check-line-text">
      <span class="check-line-title">{title}</span>
      {text && <span class="check-line-more">{text}</span>}
      {error && <span class="field-message">{error}</span>}
    </span>
  )
  return (
    <li class="check-line">
      {name === undefined ? (
        <span class="check-line-label">{words}</span>
      ) : (
        <label class="check-line-label">
          <input type="checkbox" name={name} value="oui" checked={typed === undefined ? checked : true} />
          {words}
        </label>
      )}
      {aside && <span class="check-line-aside">{aside}</span>}
    </li>
  )
}

/** A figure typed on a line; its label is read, not seen. */
export function LineField({ name, label, value }: { name: string; label: string; value: string }) {
  const { typed, error } = useFilling(name)
  return (
    <span class="check-line-field">
      <input
        class="input input-figures"
        id={`field-${name}`}
        name={name}
        type="text"
        inputmode="decimal"
        autocomplete="off"
        aria-label={label}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={error ? `field-${name}-error` : undefined}
        value={typed ?? value}
      />
      {error && (
        <span class="field-message" id={`field-${name}-error`}>
          {error}
        </span>
      )}
    </span>
  )
}
