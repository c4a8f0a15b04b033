import { Keypad, type Key } from '../kit/ui/keypad.tsx'
import { hydrateIslands } from './hydrate.ts'

export type AmountKeypadProps = {
  /** The field that the keys write into. */
  fieldId: string
  /** The form that the last key sends. */
  formId: string
  label: string
  eraseLabel: string
  goLabel: string
}

/** Keys for a phone held in one hand: they write into the form's own amount field. */
export function AmountKeypad({ fieldId, formId, label, eraseLabel, goLabel }: AmountKeypadProps) {
  const press = (key: Key) => {
    const field = document.getElementById(fieldId)
    if (field instanceof HTMLInputElement) field.value = typed(field.value, key)
  }
  return (
    <Keypad label={label} eraseLabel={eraseLabel} onKey={press}>
      <button type="submit" form={formId} class="button button-primary">
        {goLabel}
      </button>
    </Keypad>
  )
}

function typed(text: string, key: Key): string {
  if (key === 'erase') return text.slice(0, -1)
  if (key === ',' && (text.includes(',') || text === '')) return text
  if (/,\d\d$/.test(text)) return text
  if (key === '00' && /,\d$/.test(text)) return `${text}0`
  return text.length < 9 ? text + key : text
}

hydrateIslands('amount-keypad', AmountKeypad)
