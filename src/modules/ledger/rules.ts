import type { AccountKind, Book, TransferKind } from '../../db/schema.ts'
import type { Cents } from '../../kit/money.ts'
import type { Day } from '../../kit/month.ts'

export type AccountId = number

/** One leg of a gesture: `debit` gives, `credit` takes, always a positive amount, always within one book. */
export type Leg = {
  book: Book
  debit: AccountId
  credit: AccountId
  amountCents: Cents
  kind: TransferKind
  /** The gesture that this leg corrects, wholly or in part. */
  corrects?: string
  /** The day its money moved, where that is not simply now: a receipt's day, the bank's day. Never in a closed month. */
  on?: Day
}

/** Accounts of which a caisse has one. */
export type CaisseAccount =
  | 'rights_granted'
  | 'rights_expired'
  | 'rights_returned'
  | 'rights_redeemed'
  | 'cash'
  | 'cheques'
  | 'opening'
  | 'advances_before'
  | 'third_party_contributions'
  | 'transfers_in_flight'
  | 'differences'

/** Accounts of one owner each: an outlet, a grant, a bank account. */
export type OwnedAccount = 'rights_outlet' | 'outlet_settlements' | 'grant' | 'bank'

export const bookOf = (kind: AccountKind): Book => (kind.startsWith('rights_') ? 'rights' : 'euros')
