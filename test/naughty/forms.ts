/** A form as a page holds it, read from the HTML: what a browser without JavaScript would send. */
export type FoundForm = {
  method: 'get' | 'post'
  /** Where it is sent: its own address, or the page's. */
  action: string
  multipart: boolean
  fields: readonly FoundField[]
}

export type FoundField = {
  name: string
  /** The type of an input, or `textarea`, `select`, `submit`. */
  kind: string
  inputmode: string
  value: string
  /** Sent unless something is changed: ticked, chosen, or of no choice at all. */
  sent: boolean
  /** Out of everybody's reach: what is written there comes from a program, and is thrown away. */
  trap: boolean
}

const TAG = /<(\/?)(form|input|textarea|select|option|button)\b((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g
const ATTRIBUTE = /([\w:-]+)(?:="([^"]*)")?/g

const decode = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

const attributesOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(ATTRIBUTE)].map(([, name, value]) => [name!.toLowerCase(), decode(value ?? '')]),
  )

/** Every form of a page of ours, whose HTML is written by Preact: attributes are quoted, nothing is left open. */
export function formsIn(html: string, page: string): FoundForm[] {
  const forms: FoundForm[] = []
  let fields: FoundField[] = []
  let open: Omit<FoundForm, 'fields'> | null = null
  let select: { name: string; options: { value: string; selected: boolean }[] } | null = null
  for (const tag of html.matchAll(TAG)) {
    const [whole, slash, element, rest] = tag as unknown as [string, string, string, string]
    const given = attributesOf(rest)
    const name = given['name'] ?? ''
    if (element === 'form' && !slash) {
      fields = []
      open = {
        method: given['method'] === 'post' ? 'post' : 'get',
        action: given['action'] ?? page,
        multipart: given['enctype'] === 'multipart/form-data',
      }
    } else if (element === 'form' && open) {
      forms.push({ ...open, fields })
      open = null
    } else if (!open || slash) {
      if (element === 'select' && select) {
        const chosen = select.options.find((one) => one.selected) ?? select.options[0]
        fields.push({
          name: select.name,
          kind: 'select',
          inputmode: '',
          value: chosen?.value ?? '',
          sent: true,
          trap: false,
        })
        select = null
      }
    } else if (element === 'input' && name) {
      const kind = given['type'] ?? 'text'
      const choice = kind === 'radio' || kind === 'checkbox'
      fields.push({
        name,
        kind,
        inputmode: given['inputmode'] ?? '',
        value: given['value'] ?? (choice ? 'on' : ''),
        sent: !choice || 'checked' in given,
        trap: given['tabindex'] === '-1',
      })
    } else if (element === 'textarea' && name) {
      const from = tag.index + whole.length
      const value = decode(html.slice(from, html.indexOf('</textarea>', from)))
      fields.push({ name, kind: 'textarea', inputmode: '', value, sent: true, trap: false })
    } else if (element === 'select' && name) {
      select = { name, options: [] }
    } else if (element === 'option' && select) {
      select.options.push({ value: given['value'] ?? '', selected: 'selected' in given })
    } else if (element === 'button' && name) {
      fields.push({
        name,
        kind: 'submit',
        inputmode: '',
        value: given['value'] ?? '',
        sent: false,
        trap: false,
      })
    }
  }
  return forms
}

/** What somebody in good faith writes there. */
function plausible({ kind, inputmode, value }: FoundField, turn: number): string {
  if (value !== '' || kind === 'hidden') return value
  if (kind === 'email') return `essai.${turn}@example.org`
  if (kind === 'date') return '2026-11-24'
  if (kind === 'month') return '2026-11'
  if (kind === 'time') return '10:00'
  if (kind === 'url') return 'https://example.org'
  if (inputmode === 'decimal') return '12,50'
  if (inputmode === 'numeric') return '2'
  if (kind === 'tel') return `0199${String(turn).padStart(6, '0')}`
  return 'Essai'
}

/** The form filled in with good will: the first of each choice, every text field with something. `turn`: by somebody new. */
export function filledIn({ fields }: FoundForm, turn: number): Record<string, string> {
  const typed: Record<string, string> = {}
  for (const field of fields) {
    const choice = field.kind === 'radio' || field.kind === 'checkbox' || field.kind === 'submit'
    if (field.kind === 'file' || field.trap) continue
    if (!choice) typed[field.name] = plausible(field, turn)
    else if (field.sent || typed[field.name] === undefined) typed[field.name] = field.value
  }
  return typed
}

/** Where somebody types words, as opposed to amounts, days and choices. */
export const takesWords = ({ kind, inputmode, trap }: FoundField): boolean =>
  !trap &&
  ['text', 'textarea', 'search', 'url', 'email', 'tel'].includes(kind) &&
  !['decimal', 'numeric'].includes(inputmode)
