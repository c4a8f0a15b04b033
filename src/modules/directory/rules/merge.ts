import { Refusal } from '../../../kit/refusal.ts'
import type { Day } from '../../../kit/month.ts'
import { sameMail, sameName, samePhone } from './duplicates.ts'
import type { Purpose } from './words.ts'

/** What two cards say, as far as bringing them together goes. */
export type Mergeable = {
  id: string
  resident: boolean
  name: string
  email: string | null
  phone: string | null
  otherNames: readonly string[]
  otherEmails: readonly string[]
  otherPhones: readonly string[]
  territoryId: string | null
  tags: readonly string[]
  confirmedOn: Day
}

/** Two residents are two people with rights: their households say who is who. */
export function refusalToMerge(one: Mergeable, other: Mergeable): Refusal | null {
  if (one.id === other.id) return new Refusal('same_card')
  if (one.resident && other.resident) return new Refusal('two_residents')
  return null
}

/** A resident's card is always the one that stays: their household, their rights and their sign-in hang on it. */
export const keptFirst = <M extends Mergeable>(one: M, other: M): [kept: M, gone: M] =>
  other.resident && !one.resident ? [other, one] : [one, other]

export type Merged = Pick<
  Mergeable,
  'email' | 'phone' | 'otherNames' | 'otherEmails' | 'otherPhones' | 'territoryId' | 'tags' | 'confirmedOn'
>

/** All that each side knows is in it once; the kept card's own words come first. */
export function mergeCards(kept: Mergeable, gone: Mergeable): Merged {
  const emails = once([kept.email, ...kept.otherEmails, gone.email, ...gone.otherEmails], sameMail)
  const phones = once([kept.phone, ...kept.otherPhones, gone.phone, ...gone.otherPhones], samePhone)
  const names = once([kept.name, ...kept.otherNames, gone.name, ...gone.otherNames], sameName)
  // A resident's own address and number are theirs to change: nothing is put in their place.
  const own = (list: string[], known: string | null) => (kept.resident ? known : (list[0] ?? null))
  const email = own(emails, kept.email)
  const phone = own(phones, kept.phone)
  return {
    email,
    phone,
    otherNames: names.slice(1),
    otherEmails: emails.filter((each) => each !== email),
    otherPhones: phones.filter((each) => each !== phone),
    territoryId: kept.territoryId ?? gone.territoryId,
    tags: once([...kept.tags, ...gone.tags], (tag) => tag.toLowerCase()),
    confirmedOn: kept.confirmedOn > gone.confirmedOn ? kept.confirmedOn : gone.confirmedOn,
  }
}

function once(list: readonly (string | null)[], sign: (each: string) => string): string[] {
  const seen = new Map<string, string>()
  for (const each of list) if (each !== null && !seen.has(sign(each))) seen.set(sign(each), each)
  return [...seen.values()]
}

export type ConsentRow = { id: string; purpose: Purpose; givenOn: Day; withdrawnOn: Day | null }

/**
 * What becomes of live consents when two cards become one. A no said on or after the day of a yes holds, whichever card
 * it was said on; of two yeses the later one stays, and the other was the same yes.
 */
export function consentsAfterMerge(rows: readonly ConsentRow[]): { withdrawn: string[]; doubled: string[] } {
  const live = rows.filter((row) => row.withdrawnOn === null)
  const withdrawn = live.filter((yes) =>
    rows.some(
      ({ purpose, withdrawnOn }) =>
        purpose === yes.purpose && withdrawnOn !== null && withdrawnOn >= yes.givenOn,
    ),
  )
  const doubled = live.filter((yes) =>
    live.some(
      (other) =>
        other.purpose === yes.purpose &&
        other.id !== yes.id &&
        (other.givenOn > yes.givenOn || (other.givenOn === yes.givenOn && other.id > yes.id)),
    ),
  )
  const ids = (list: readonly ConsentRow[]) => list.map(({ id }) => id)
  return { withdrawn: ids(withdrawn.filter((yes) => !doubled.includes(yes))), doubled: ids(doubled) }
}
