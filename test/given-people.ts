import type { z } from 'zod'
import type { Month } from '../src/kit/month.ts'
import type { HouseholdInput, PersonInput } from '../src/modules/people/actions/input.ts'

type Typed = z.input<typeof HouseholdInput>

let met = 0

/** Somebody whose name nobody else has. */
export function aPerson(person: Partial<z.input<typeof PersonInput>> = {}): z.input<typeof PersonInput> {
  return { givenName: `Camille-${(met += 1)}`, familyName: 'Essai', ...person }
}

export const aChild = (birthMonth: Month | null = '2018-05') => aPerson({ child: true, birthMonth })

/** So many adults and children, in the caisse since January. */
export function aHousehold({
  adults = 1,
  children = [],
  ...changes
}: { adults?: number; children?: readonly (Month | null)[] } & Partial<Typed> = {}): Typed {
  const members = [...Array.from({ length: adults }, () => aPerson()), ...children.map(aChild)]
  return {
    kind: members.length === 1 ? 'single' : 'household',
    enteredOn: '2026-01-01',
    members,
    ...changes,
  }
}
