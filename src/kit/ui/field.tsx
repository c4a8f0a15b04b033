import type { ComponentChildren } from 'preact'
import { fieldId, useFilling } from './form.tsx'
import { Icon } from './icon.tsx'
import { useWords } from './words.tsx'

export type FieldProps = {
  name: string
  label: string
  hint?: ComponentChildren
  /** Given by hand; otherwise the form's issues tell it. */
  error?: string
  /** Fields are asked for unless they say so. */
  optional?: boolean
  /** Another field may be filled in instead: which of them is missing, the server tells. */
  orAnother?: boolean
}

/** What an input must carry to belong to its label, hint and message. */
export type Wiring = {
  id: string
  name: string
  required: boolean
  'aria-describedby': string | undefined
  'aria-invalid': 'true' | undefined
}

/** What every kind of field needs to know: its wiring, its message, and the text that was typed. */
export function useField({ name, hint, error, optional = false, orAnother = false }: FieldProps): {
  wiring: Wiring
  typed: string | undefined
  message: string | undefined
} {
  const filling = useFilling(name)
  const message = error ?? filling.error
  const id = fieldId(name)
  const described = [hint && `${id}-hint`, message && `${id}-error`].filter(Boolean).join(' ')
  return {
    wiring: {
      id,
      name,
      required: !optional && !orAnother,
      'aria-describedby': described || undefined,
      'aria-invalid': message ? 'true' : undefined,
    },
    typed: filling.typed,
    message,
  }
}

/** Label above, hint, input, message. */
export function Field(props: FieldProps & { children: ComponentChildren }) {
  const { name, label, hint, optional, children } = props
  const { message } = useField(props)
  const id = fieldId(name)
  return (
    <div class={message ? 'field field-invalid' : 'field'}>
      <label for={id}>
        {label} {optional && <OptionalMark />}
      </label>
      <FieldHint id={id} hint={hint} />
      {children}
      <FieldMessage id={id} message={message} />
    </div>
  )
}

/** Several inputs under one question. */
export function FieldGroup(props: FieldProps & { children: ComponentChildren }) {
  const { name, label, hint, optional, children } = props
  const { wiring, message } = useField(props)
  const id = fieldId(name)
  return (
    <fieldset
      class={message ? 'field field-invalid' : 'field'}
      id={id}
      tabIndex={-1}
      aria-describedby={wiring['aria-describedby']}
    >
      <legend>
        {label} {optional && <OptionalMark />}
      </legend>
      <FieldHint id={id} hint={hint} />
      {children}
      <FieldMessage id={id} message={message} />
    </fieldset>
  )
}

function OptionalMark() {
  const t = useWords()
  return <span class="field-optional">({t('kit.form.optional')})</span>
}

export function FieldHint({ id, hint }: { id: string; hint: ComponentChildren }) {
  return hint ? (
    <p class="field-hint" id={`${id}-hint`}>
      {hint}
    </p>
  ) : null
}

export function FieldMessage({ id, message }: { id: string; message: string | undefined }) {
  return message ? (
    <p class="field-message" id={`${id}-error`}>
      <Icon name="warning" size="small" />
      {message}
    </p>
  ) : null
}
