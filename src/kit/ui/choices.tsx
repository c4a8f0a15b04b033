import type { ComponentChildren } from 'preact'
import { FieldGroup, FieldHint, FieldMessage, useField, type FieldProps } from './field.tsx'
import { Icon, type IconName } from './icon.tsx'

export type RadioCard = {
  value: string
  label: string
  hint?: ComponentChildren
  icon?: IconName
  disabled?: boolean
}

export type RadioCardsProps = FieldProps & {
  options: readonly RadioCard[]
  value?: string
  columns?: boolean
}

/** One choice among a few, each with room to explain itself. */
export function RadioCards(props: RadioCardsProps) {
  const { name, options, value, columns } = props
  const { wiring, typed } = useField(props)
  const chosen = typed ?? value
  return (
    <FieldGroup {...props}>
      <div class={columns ? 'choices choices-columns' : 'choices'}>
        {options.map((option) => {
          const id = `${wiring.id}-${option.value}`
          return (
            <label class="choice" key={option.value}>
              <input
                type="radio"
                id={id}
                name={name}
                value={option.value}
                checked={option.value === chosen}
                disabled={option.disabled}
                required={wiring.required}
                aria-describedby={option.hint ? `${id}-hint` : undefined}
              />
              {option.icon && <Icon name={option.icon} />}
              <span class="choice-text">
                <span class="choice-label">{option.label}</span>
                {option.hint && (
                  <span class="choice-hint" id={`${id}-hint`}>
                    {option.hint}
                  </span>
                )}
              </span>
            </label>
          )
        })}
      </div>
    </FieldGroup>
  )
}

export type CheckboxFieldProps = FieldProps & {
  checked?: boolean
  value?: string
  /** Must be ticked to go on. */
  mandatory?: boolean
}

/** A single yes; unticked unless said otherwise, and never required by default. */
export function CheckboxField(props: CheckboxFieldProps) {
  const { label, hint, checked = false, value = 'yes', mandatory = false } = props
  const { wiring, typed, message } = useField(props)
  return (
    <div class={message ? 'field field-invalid' : 'field'}>
      <label class="choice choice-check">
        <input
          {...wiring}
          type="checkbox"
          value={value}
          required={mandatory}
          checked={typed === undefined ? checked : typed === value}
        />
        <span class="choice-label">{label}</span>
      </label>
      <FieldHint id={wiring.id} hint={hint} />
      <FieldMessage id={wiring.id} message={message} />
    </div>
  )
}
