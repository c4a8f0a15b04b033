import type { ComponentChildren } from 'preact'
import deleteKey from 'lucide/dist/esm/icons/delete.mjs'
import { Drawing } from './drawing.tsx'

export type Key = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '00' | ',' | 'erase'

const KEYS: readonly Key[] = ['7', '8', '9', '4', '5', '6', '1', '2', '3', '0', '00', ',']

export type KeypadProps = {
  /** Finished words, since islands carry no catalogue. */
  label: string
  eraseLabel: string
  onKey: (key: Key) => void
  /** The button that goes on, in the corner under the thumb. */
  children: ComponentChildren
}

/** The till's keys, for its island; without JavaScript the amount is typed in a `MoneyField`. */
export function Keypad({ label, eraseLabel, onKey, children }: KeypadProps) {
  return (
    <div class="keypad" role="group" aria-label={label}>
      {KEYS.map((key) => (
        <button type="button" class="key" key={key} onClick={() => onKey(key)}>
          {key}
        </button>
      ))}
      <button type="button" class="key key-erase" onClick={() => onKey('erase')}>
        <Drawing node={deleteKey} class="icon" label={eraseLabel} />
      </button>
      <div class="key-go">{children}</div>
    </div>
  )
}
