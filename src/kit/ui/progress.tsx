import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { Icon } from './icon.tsx'
import { useWords } from './words.tsx'

export type ProgressBarProps = {
  label: string
  value: number
  max: number
  /** In words, `38,50 sur 150`; otherwise the two numbers. */
  text?: ComponentChildren
  /** What is left of something, rather than what is done. */
  look?: 'done' | 'left'
}

export function ProgressBar({ label, value, max, text, look = 'done' }: ProgressBarProps) {
  const t = useWords()
  const id = useId()
  return (
    <div class={`progress progress-${look}`}>
      <div class="progress-words">
        <label for={id}>{label}</label>
        <span class="progress-count">{text ?? t('kit.progress', { value, max })}</span>
      </div>
      <progress id={id} value={Math.min(value, max)} max={max || 1} />
    </div>
  )
}

export type Step = { label: string; href?: string }

/** Where one stands in a sequence; `current` counts from 0, and equals the length when all is done. */
export function Steps({ steps, current }: { steps: readonly Step[]; current: number }) {
  const t = useWords()
  return (
    <ol class="steps" aria-label={t('kit.steps.label')}>
      {steps.map((step, index) => {
        const state = index < current ? 'done' : index === current ? 'current' : 'later'
        return (
          <li
            class={`step step-${state}`}
            key={step.label}
            aria-current={state === 'current' ? 'step' : undefined}
          >
            <span class="step-mark" aria-hidden="true">
              {state === 'done' ? <Icon name="check" size="small" /> : index + 1}
            </span>
            <span class="step-label">
              {step.href && state === 'done' ? <a href={step.href}>{step.label}</a> : step.label}
              {state === 'done' && <span class="visually-hidden"> ({t('kit.steps.done')})</span>}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
