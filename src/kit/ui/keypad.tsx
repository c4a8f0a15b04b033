import deleteKey from 'lucide/dist/esm/icons/delete.mjs'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Drawing } from './drawing.tsx'

export type Key = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '00' | 'decimal' | 'erase'

const DIGITS = ['7', '8', '9', '4', '5', '6', '1', '2', '3', '0'] as const satisfies readonly Key[]

export type KeypadProps = {
  /** Finished words, since islands carry no catalogue. */
  label: string
  eraseLabel: string
  /** `,` or `.` as amounts are written here; without it digits only, as for a code. */
  decimal?: string | undefined
  onKey: (key: Key) => void
  /** The button that goes on, in the corner under the thumb. */
  children: ComponentChildren
}

/** The till's keys; without JavaScript everything is typed in the fields. */
export function Keypad({ label, eraseLabel, decimal, onKey, children }: KeypadProps) {
  return (
    // A pressed key leaves the cursor in the field it writes into.
    <div
      class={decimal ? 'keypad' : 'keypad keypad-digits'}
      role="group"
      aria-label={label}
      onMouseDown={(event) => event.preventDefault()}
    >
      {DIGITS.map((key) => (
        <button type="button" class={`key key-${key}`} key={key} onClick={() => onKey(key)}>
          {key}
        </button>
      ))}
      {decimal && (
        <>
          <button type="button" class="key" onClick={() => onKey('00')}>
            00
          </button>
          <button type="button" class="key" onClick={() => onKey('decimal')}>
            {decimal}
          </button>
        </>
      )}
      <button type="button" class="key key-erase" onClick={() => onKey('erase')}>
        <Drawing node={deleteKey} class="icon" label={eraseLabel} />
      </button>
      <div class="key-go">{children}</div>
    </div>
  )
}

/** A field that the keys write into. */
export type KeyedField = {
  id: string
  kind: 'amount' | 'digits'
  longest: number
  /** Another field that may be filled in instead. */
  orId?: string
}

export type FormKeypadProps = Omit<KeypadProps, 'onKey' | 'children'> & {
  fields: readonly KeyedField[]
  /** The form that the last key sends, once no field is empty. */
  formId: string
  goLabel: string
}

const inputOf = ({ id }: Pick<KeyedField, 'id'>): HTMLInputElement | null =>
  document.getElementById(id) as HTMLInputElement | null

/** Keys for a phone held in one hand, writing into the form's own fields. Lives in the island `keypad`. */
export function FormKeypad({ fields, formId, goLabel, ...keypad }: FormKeypadProps) {
  const active = useRef(fields[0])
  const turnTo = (field: KeyedField) => {
    active.current = field
    for (const each of fields) inputOf(each)?.toggleAttribute('data-keyed', each === field)
  }
  useEffect(() => {
    for (const field of fields) {
      const input = inputOf(field)
      // The phone's own keyboard would hide ours.
      if (input) input.inputMode = 'none'
      input?.addEventListener('focus', () => turnTo(field))
      if (input && input === document.activeElement) turnTo(field)
    }
  }, [])
  const press = (key: Key) => {
    const field = active.current
    const input = field && inputOf(field)
    if (input) input.value = typed(input.value, key, field, keypad.decimal)
  }
  const goOn = (event: Event) => {
    const empty = fields.find(
      (field) => inputOf(field)?.value === '' && !(field.orId && inputOf({ id: field.orId })?.value),
    )
    if (!empty) return
    event.preventDefault()
    inputOf(empty)?.focus()
  }
  return (
    <Keypad {...keypad} onKey={press}>
      <button type="submit" form={formId} class="button button-primary" onClick={goOn}>
        {goLabel}
      </button>
    </Keypad>
  )
}

function typed(text: string, key: Key, { kind, longest }: KeyedField, decimal = ','): string {
  if (key === 'erase') return text.slice(0, -1)
  if (kind === 'amount') {
    if (key === 'decimal') return text === '' || /[.,]/.test(text) ? text : text + decimal
    if (/[.,]\d\d$/.test(text)) return text
    if (key === '00' && /[.,]\d$/.test(text)) return `${text}0`
  }
  return key === 'decimal' || text.length + key.length > longest ? text : text + key
}
