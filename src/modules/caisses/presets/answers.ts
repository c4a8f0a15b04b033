import { parseAmount } from '../../../kit/cents.ts'
import { FIGURE_KINDS, type FigureKey, type FigureKind, type FigureValue } from './preset.ts'

const UNITS = { personne: 'person', foyer: 'household', groupe: 'shared_budget_group' } as const
const PART_MONTHS = { complet: 'full', rien: 'nothing', prorata: 'pro_rata' } as const
const YES_NO = { oui: true, non: false } as const

const chosen = <Value>(choices: Readonly<Record<string, Value>>, text: string): Value | null =>
  Object.hasOwn(choices, text) ? choices[text]! : null

/** Reads what an operator answers, as typed; null when it does not read as that kind of figure. */
const READERS: Record<FigureKind, (text: string) => FigureValue | null> = {
  cents: parseAmount,
  rights: parseAmount,
  cents_list: (text) => {
    const amounts = text.split(';').map(parseAmount)
    return amounts.every((cents) => cents !== null) ? amounts : null
  },
  rate: (text) => {
    const hundredths = parseAmount(text.replace(/%$/, ''))
    return hundredths !== null && hundredths <= 10_000 ? hundredths : null
  },
  hours: (text) => {
    const hundredths = parseAmount(text)
    return hundredths !== null && hundredths > 0 && hundredths % 25 === 0 ? hundredths / 100 : null
  },
  years: (text) => (/^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= 25 ? Number(text) : null),
  unit: (text) => chosen(UNITS, text),
  part_month: (text) => {
    const rule = chosen(PART_MONTHS, text)
    return rule && { contribution: rule, allocation: rule }
  },
  yes_no: (text) => chosen(YES_NO, text),
  carry_over: readCarryOver,
}

/** `illimite`, `3_mois` (its own month included), `plafond:100` or `plafond:2x` (twice the allocation). */
function readCarryOver(text: string): FigureValue | null {
  if (text === 'illimite') return { kind: 'unlimited' }
  const months = /^(\d{1,2})_mois$/.exec(text)?.[1]
  if (months) return { kind: 'expires_after', months: Number(months) }
  const count = /^plafond:(\d{1,2})x$/.exec(text)?.[1]
  if (count) return { kind: 'cap_allocations', count: Number(count) }
  const cents = text.startsWith('plafond:') ? parseAmount(text.slice('plafond:'.length)) : null
  return cents === null ? null : { kind: 'cap', cents }
}

export function readAnswer(key: FigureKey, typed: string): FigureValue | null {
  return READERS[FIGURE_KINDS[key]](typed.trim())
}
