import type { Reglement } from '../modules/caisses/rules/reglement.ts'

const WHOLE_MONTHS = { contribution: 'full', allocation: 'full' } as const

/** Nantes from next month on: invented, to show what a change of rules looks like. */
export const nantesNext = (current: Reglement): Reglement => ({
  ...current,
  contribution: withGrid(current.contribution),
  carryOver: { kind: 'expires_after', months: 6 },
  entry: { contribution: 'pro_rata', allocation: 'pro_rata' },
})

/** A fortieth of the income or an eighth of what one spends on food, the mean of both: a help to choose, no more. */
function withGrid(contribution: Reglement['contribution']): Reglement['contribution'] {
  if (contribution.kind !== 'self_assessed') return contribution
  return {
    ...contribution,
    assessment: {
      kind: 'amounts',
      combine: 'mean',
      criteria: [
        { kind: 'rate', input: 'monthlyIncomeCents', perPerson: false, basisPoints: 250 },
        { kind: 'rate', input: 'foodBudgetCents', perPerson: false, basisPoints: 1250 },
      ],
    },
  }
}

/** Pays de Retz publishes nothing: all of this is invented. */
export const retz: Reglement = {
  unit: 'household',
  childAgeLimit: 14,
  contribution: {
    kind: 'self_assessed',
    floor: { baseCents: 5_00, perExtraPersonCents: 2_00 },
    stepCents: null,
    ceiling: { cents: 150_00, binding: false },
    assessment: {
      kind: 'amounts',
      combine: 'mean',
      criteria: [
        { kind: 'rate', input: 'monthlyIncomeCents', perPerson: false, basisPoints: 250 },
        { kind: 'rate', input: 'foodBudgetCents', perPerson: false, basisPoints: 1500 },
      ],
    },
  },
  allocation: { kind: 'adult_child', adultCents: 60_00, childCents: 30_00 },
  entry: WHOLE_MONTHS,
  exit: WHOLE_MONTHS,
  carryOver: { kind: 'cap_allocations', count: 3 },
  releaseAfterPayment: false,
}
