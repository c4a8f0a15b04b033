import type { Cents } from '../../../kit/money.ts'
import { because, type Reason } from '../../caisses/rules/reason.ts'
import type { AllocationScheme } from '../../caisses/rules/reglement.ts'

/** Who is in a household, as allocation schemes count them; `young` are below the règlement's age limit. */
export type Shape = { adults: number; older: number; young: number }

export type Amount = { readonly cents: Cents; readonly reason: Reason }

export type OwnAmountScheme = Exclude<AllocationScheme, { kind: 'mean_of_contributions' }>

const personsOf = (shape: Shape): number => shape.adults + shape.older + shape.young

const NOBODY: Amount = { cents: 0, reason: because('allocations.reason.nobody') }
const NONE: Amount = { cents: 0, reason: because('allocations.reason.none') }

/** A whole month's allocation, for the schemes that look at one household only. */
export function amountFor(scheme: OwnAmountScheme, shape: Shape): Amount {
  const persons = personsOf(shape)
  if (persons === 0) return NOBODY
  switch (scheme.kind) {
    case 'flat':
      return flat(scheme, headsOf(scheme.per, shape))
    case 'base_plus_extra':
      return basePlusExtra(scheme, shape)
    case 'by_size': {
      const size = Math.min(persons, scheme.amountsCents.length)
      return {
        cents: scheme.amountsCents[size - 1]!,
        reason: because('allocations.reason.by_size', { persons }),
      }
    }
    case 'adult_child': {
      const adults = shape.adults + shape.older
      return {
        cents: adults * scheme.adultCents + shape.young * scheme.childCents,
        reason: because('allocations.reason.adult_child', {
          adults,
          children: shape.young,
          adultRightsCents: scheme.adultCents,
          childRightsCents: scheme.childCents,
        }),
      }
    }
    case 'none':
      return NONE
  }
}

/** How many times a household counts: once, per person, or per adult and child past the age limit. */
export function headsOf(per: 'unit' | 'person' | 'adult', shape: Shape): number {
  if (per === 'unit') return 1
  return shape.adults + shape.older + (per === 'person' ? shape.young : 0)
}

function flat(scheme: Extract<OwnAmountScheme, { kind: 'flat' }>, heads: number): Amount {
  const cents = heads * scheme.cents
  if (scheme.per === 'unit') return { cents, reason: because('allocations.reason.flat_unit') }
  return {
    cents,
    reason: because(`allocations.reason.flat_${scheme.per}`, { heads, eachRightsCents: scheme.cents }),
  }
}

function basePlusExtra(scheme: Extract<OwnAmountScheme, { kind: 'base_plus_extra' }>, shape: Shape): Amount {
  const extra = personsOf(shape) - 1
  const young = scheme.childExtraCents === null ? 0 : Math.min(shape.young, extra)
  const others = extra - young
  const cents = scheme.baseCents + others * scheme.extraPersonCents + young * (scheme.childExtraCents ?? 0)
  const params = {
    baseRightsCents: scheme.baseCents,
    others,
    extraRightsCents: scheme.extraPersonCents,
  }
  if (scheme.childExtraCents === null)
    return { cents, reason: because('allocations.reason.base_plus_extra', params) }
  return {
    cents,
    reason: because('allocations.reason.base_plus_extra_children', {
      ...params,
      children: young,
      childRightsCents: scheme.childExtraCents,
    }),
  }
}
