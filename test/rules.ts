import type { BudgetHousehold, Child } from '../src/modules/caisses/rules/household.ts'

/** One adult who chose nothing, in the caisse for long. */
export function aHousehold(changes: Partial<BudgetHousehold> = {}): BudgetHousehold {
  return { id: 'h1', adults: 1, children: [], ...changes }
}

export const childrenAged = (...years: number[]): Child[] => years.map((ageYears) => ({ ageYears }))

/** Households `h00001`, `h00002`… in the order of their ids. */
export function households(count: number, build: (i: number) => Partial<BudgetHousehold> = () => ({})) {
  return Array.from({ length: count }, (_, i) =>
    aHousehold({ id: `h${String(i + 1).padStart(5, '0')}`, ...build(i) }),
  )
}
