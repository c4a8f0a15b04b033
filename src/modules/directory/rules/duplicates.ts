import { plainName } from '../../../kit/plain-name.ts'

/** What is looked at to see whether two cards are of one person. */
export type Card = {
  id: string
  /** A resident: two of them are told apart in their households, not here. */
  resident: boolean
  name: string
  emails: readonly string[]
  phones: readonly string[]
}

export const LIKENESSES = ['name', 'mail', 'phone'] as const
export type Likeness = (typeof LIKENESSES)[number]

export type Pair = { oneId: string; otherId: string; alike: Likeness[] }

/** « Claire MARTIN » and « martin, claire »: the same words in any order. */
export const sameName = (name: string): string => plainName(name).split(' ').sort().join(' ')

/** Digits alone; a French number abroad is the one at home. */
export function samePhone(phone: string): string {
  const digits = phone.replace(/[^\d+]/g, '')
  return digits.replace(/^(?:\+|00)33\(?0?\)?/, '0').replace(/\D/g, '')
}

export const sameMail = (email: string): string => email.trim().toLowerCase()

/** Too short to tell anybody by. */
const SHORTEST_PHONE = 6

/** Cards that look like the same person, those alike in most ways first. `apart`: who was said to be two people. */
export function findPairs(cards: readonly Card[], apart: ReadonlySet<string> = new Set()): Pair[] {
  const pairs = new Map<string, Pair>()
  const order = new Map(cards.map((card, i) => [card.id, i]))
  const gather = (alike: Likeness, signs: (card: Card) => string[]) => {
    for (const group of bySign(cards, signs).values())
      for (const [i, one] of group.entries())
        for (const other of group.slice(i + 1)) {
          if (one.id === other.id || (one.resident && other.resident)) continue
          const key = pairKey(one.id, other.id)
          if (apart.has(key)) continue
          const [oneId, otherId] = [one.id, other.id].sort() as [string, string]
          const pair = pairs.get(key) ?? { oneId, otherId, alike: [] }
          if (!pair.alike.includes(alike)) pair.alike.push(alike)
          pairs.set(key, pair)
        }
  }
  gather('name', ({ name }) => [sameName(name)].filter((sign) => sign.includes(' ')))
  gather('mail', ({ emails }) => emails.map(sameMail))
  gather('phone', ({ phones }) => phones.map(samePhone).filter((sign) => sign.length >= SHORTEST_PHONE))
  return [...pairs.values()].sort(
    (a, b) => b.alike.length - a.alike.length || order.get(a.oneId)! - order.get(b.oneId)!,
  )
}

/** The same key whichever is named first. */
export const pairKey = (oneId: string, otherId: string): string => [oneId, otherId].sort().join(' ')

function bySign(cards: readonly Card[], signs: (card: Card) => string[]): Map<string, Card[]> {
  const groups = new Map<string, Card[]>()
  for (const card of cards)
    for (const sign of new Set(signs(card))) {
      const group = groups.get(sign)
      if (group) group.push(card)
      else groups.set(sign, [card])
    }
  return groups
}
