import { electronicFormatIBAN, isSEPACountry, isValidBIC, isValidIBAN } from 'ibantools'
import { z } from 'zod'
import type { Day } from '../../kit/month.ts'
import { Refusal } from '../../kit/refusal.ts'
import { isSiren } from '../caisses/rules/siren.ts'
import { OpeningHours } from './opening.ts'

export const OUTLET_KINDS = ['shop', 'market_stall', 'producer', 'amap', 'buying_group', 'other'] as const
export type OutletKind = (typeof OUTLET_KINDS)[number]

const Name = z.string().trim().min(1).max(120)

/** What anyone may read of an outlet. */
export const OutletFile = z.object({
  kind: z.enum(OUTLET_KINDS),
  legalName: Name,
  tradeName: Name,
  siren: z
    .string()
    .transform((typed) => typed.replace(/\s/g, ''))
    .refine(isSiren, 'siren')
    .nullable()
    .default(null),
  address: z.string().trim().max(300).default(''),
  /** What the days do not tell: by order, under the hall. */
  opening: z.string().trim().max(500).default(''),
  hours: OpeningHours.nullable().default(null),
})
export type OutletFile = z.output<typeof OutletFile>

const compact = (typed: string) => electronicFormatIBAN(typed) ?? ''

/** Where somebody is paid. The holder is written as the bank knows it: banks compare it before they pay. */
export const BankDetails = z.object({
  holder: Name,
  iban: z
    .string()
    .transform(compact)
    .refine((iban) => isValidIBAN(iban), 'iban')
    .refine((iban) => isSEPACountry(iban.slice(0, 2)), 'iban_not_sepa'),
  bic: z
    .string()
    .transform((typed) => typed.replace(/\s/g, '').toUpperCase())
    .refine(isValidBIC, 'bic')
    .nullable()
    .default(null),
})
export type BankDetails = z.output<typeof BankDetails>

export type Term = { fromOn: Day; toOn: Day | null }
export type Agreement = Term & { suspended: boolean }

export type AgreementStatus = 'upcoming' | 'in_force' | 'suspended' | 'ended'
export type AgreementChange = 'suspend' | 'resume' | 'end'

/** What may be done with an agreement, by where it stands. */
export const ALLOWED_CHANGES: Record<AgreementStatus, readonly AgreementChange[]> = {
  upcoming: ['suspend', 'end'],
  in_force: ['suspend', 'end'],
  suspended: ['resume', 'end'],
  ended: [],
}

export function statusOn(agreement: Agreement, day: Day): AgreementStatus {
  if (agreement.toOn !== null && agreement.toOn < day) return 'ended'
  if (agreement.suspended) return 'suspended'
  return day < agreement.fromOn ? 'upcoming' : 'in_force'
}

/** Whether payments are taken under the agreement that day. */
export const allowsPayments = (agreement: Agreement, day: Day): boolean =>
  statusOn(agreement, day) === 'in_force'

export function refusalToChange(agreement: Agreement, change: AgreementChange, today: Day): Refusal | null {
  const status = statusOn(agreement, today)
  return ALLOWED_CHANGES[status].includes(change) ? null : new Refusal(`agreement_${change}_${status}`)
}

const overlap = (a: Term, b: Term): boolean =>
  (b.toOn === null || a.fromOn <= b.toOn) && (a.toOn === null || b.fromOn <= a.toOn)

export type Signing = {
  term: Term
  signedOn: Day
  decidedOn: Day
  /** The other agreements of the outlet in this caisse. */
  others: readonly Term[]
  today: Day
}

/** One agreement at a time, signed after the decision that allows it. */
export function refusalToSign({ term, signedOn, decidedOn, others, today }: Signing): Refusal | null {
  if (signedOn > today) return new Refusal('agreement_signed_in_future', { day: signedOn })
  if (signedOn < decidedOn) return new Refusal('agreement_before_decision', { day: decidedOn })
  if (term.toOn !== null && term.toOn < term.fromOn) return new Refusal('agreement_ends_before_start')
  const other = others.find((one) => overlap(one, term))
  return other ? new Refusal('agreement_overlaps', { day: other.fromOn }) : null
}

/** An agreement ends today or later: what was bought under it stays covered. It is never made longer. */
export function refusalToEnd(agreement: Agreement, lastDay: Day, today: Day): Refusal | null {
  const refusal = refusalToChange(agreement, 'end', today)
  if (refusal) return refusal
  if (lastDay < today) return new Refusal('agreement_ends_in_past', { day: today })
  if (lastDay < agreement.fromOn) return new Refusal('agreement_ends_before_start')
  if (agreement.toOn !== null && lastDay > agreement.toOn)
    return new Refusal('agreement_ends_sooner', { day: agreement.toOn })
  return null
}
