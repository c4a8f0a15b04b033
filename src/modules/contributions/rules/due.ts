import { share } from '../../../kit/cents.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Month } from '../../../kit/month.ts'
import type { BudgetHousehold } from '../../caisses/rules/household.ts'
import { lengthOf, presenceIn, type Presence } from '../../caisses/rules/presence.ts'
import { because, type Reason } from '../../caisses/rules/reason.ts'
import type { ContributionScheme, Reglement, SimpleContribution } from '../../caisses/rules/reglement.ts'
import { floorFor, simpleScheme, suggestionFor } from './suggestion.ts'

/** What a month makes due: by the household itself, and by whoever pays part of it. */
export type Due = { cents: Cents; thirdPartyCents: Cents; reason: Reason }

export type DueRules = Pick<Reglement, 'contribution' | 'entry' | 'exit'>

export function dueFor(reglement: DueRules, household: BudgetHousehold, month: Month): Due {
  return duesIn(reglement, month)(household)
}

/** Prepared once per month, asked once per household. */
export function duesIn(reglement: DueRules, month: Month): (household: BudgetHousehold) => Due {
  const { contribution: scheme } = reglement
  const simple = simpleScheme(scheme)
  const presence = presenceIn(month, reglement.entry.contribution, reglement.exit.contribution)
  const length = lengthOf(month)

  return (household) => {
    const present = presence(household)
    if (present.days === 0) return nothingDue(absences[present.why])
    const whole = wholeMonth(simple, household, month)
    const partOfMonth = (cents: Cents): Cents => inPart(cents, present, length)
    const total = partOfMonth(whole.cents)
    const thirdPartyCents = thirdPartyShare(scheme, household, total, partOfMonth)
    return {
      cents: total - thirdPartyCents,
      thirdPartyCents,
      reason: reasonOf(whole, present, length, total, thirdPartyCents),
    }
  }
}

const absences = {
  whole: because('contributions.reason.whole'),
  pro_rata: because('contributions.reason.whole'),
  before_entry: because('contributions.reason.before_entry'),
  after_exit: because('contributions.reason.after_exit'),
  entry_month: because('contributions.reason.entry_month'),
  exit_month: because('contributions.reason.exit_month'),
  pause: because('contributions.reason.pause'),
  counted_before: because('contributions.reason.counted_before'),
} as const satisfies Record<Presence['why'], Reason>

const nothingDue = (reason: Reason): Due => ({ cents: 0, thirdPartyCents: 0, reason })

export function inPart(cents: Cents, present: Presence, length: number): Cents {
  return present.days === length ? cents : share(cents, present.days, length)
}

type WholeMonth = { cents: Cents; reason: Reason }

const CHOSEN = because('contributions.reason.chosen')
const EXCEPTION = because('contributions.reason.exception')
const GRANT = because('contributions.reason.grant')
const VOLUNTARY = because('contributions.reason.voluntary')
const PRICE_CHOICE = because('contributions.reason.price_choice')

function wholeMonth(scheme: SimpleContribution, household: BudgetHousehold, month: Month): WholeMonth {
  const chosen = household.contributionCents ?? null
  switch (scheme.kind) {
    case 'grant':
      return scheme.voluntary && chosen ? { cents: chosen, reason: VOLUNTARY } : { cents: 0, reason: GRANT }
    case 'price_choice':
      return { cents: 0, reason: PRICE_CHOICE }
    case 'time':
      return { cents: 0, reason: timeReason(scheme) }
    default:
      return atLeastTheFloor(scheme, household, chosen, month)
  }
}

export function timeReason(scheme: Extract<SimpleContribution, { kind: 'time' }>): Reason {
  return scheme.hours === null
    ? because('contributions.reason.time', { whatText: scheme.what })
    : because(`contributions.reason.hours_${scheme.period}`, { hours: scheme.hours, whatText: scheme.what })
}

function atLeastTheFloor(
  scheme: SimpleContribution,
  household: BudgetHousehold,
  chosen: Cents | null,
  month: Month,
): WholeMonth {
  if (household.exception && month <= household.exception.until)
    return { cents: household.exception.cents, reason: EXCEPTION }
  if (chosen === null) return unchosen(scheme, household)
  const floorCents = floorFor(scheme, household)
  if (chosen < floorCents)
    return {
      cents: floorCents,
      reason: because('contributions.reason.raised', { floorCents, chosenCents: chosen }),
    }
  return { cents: chosen, reason: CHOSEN }
}

function unchosen(scheme: SimpleContribution, household: BudgetHousehold): WholeMonth {
  const suggestion = suggestionFor(scheme, household)
  if (suggestion) return { cents: suggestion.cents, reason: suggestionReason(scheme, household) }
  return { cents: floorFor(scheme, household), reason: because('contributions.reason.floor') }
}

function suggestionReason(scheme: SimpleContribution, household: BudgetHousehold): Reason {
  if (scheme.kind !== 'share_of_income') return because('contributions.reason.suggested')
  const floorCents = floorFor(scheme, household)
  const raw = share(household.declared?.monthlyIncomeCents ?? 0, scheme.basisPoints, 10_000)
  return raw < floorCents
    ? because('contributions.reason.income_floor', { floorCents, rate: scheme.basisPoints / 10_000 })
    : because('contributions.reason.income', { rate: scheme.basisPoints / 10_000 })
}

function thirdPartyShare(
  scheme: ContributionScheme,
  household: BudgetHousehold,
  total: Cents,
  partOfMonth: (cents: Cents) => Cents,
): Cents {
  if (scheme.kind !== 'third_party_share') return 0
  if (scheme.appliesTo === 'named_households' && !household.hasThirdParty) return 0
  return scheme.share.kind === 'rate'
    ? share(total, scheme.share.basisPoints, 10_000)
    : Math.min(total, partOfMonth(scheme.share.cents))
}

function reasonOf(
  whole: WholeMonth,
  present: Presence,
  length: number,
  totalCents: Cents,
  thirdPartyCents: Cents,
): Reason {
  if (thirdPartyCents > 0) return because('contributions.reason.third_party', { totalCents, thirdPartyCents })
  if (present.days !== length && whole.cents > 0)
    return because('contributions.reason.pro_rata', {
      days: present.days,
      monthDays: length,
      wholeCents: whole.cents,
    })
  return whole.reason
}
