import { InputError } from '../../../kit/gesture.ts'
import { textField, type Fields } from '../../../kit/http.ts'
import type { WrittenEvent } from '../rules/event.ts'

/** What was typed for an event, as its action takes it. */
export function readEvent(kind: WrittenEvent, fields: Fields, householdId: string): object {
  const typed = (name: string) => textField(fields, name).trim()
  const orNull = (name: string) => typed(name) || null
  const dated = { householdId, on: typed('on') }
  const ticked = Object.keys(fields)
    .filter((name) => name.startsWith('person.'))
    .map((name) => name.slice('person.'.length))
  const names = { givenName: typed('givenName'), familyName: typed('familyName') }
  switch (kind) {
    case 'birth':
      return { ...dated, ...names }
    case 'arrival':
      return { ...dated, ...names, phone: orNull('phone'), email: orNull('email') }
    case 'of_age':
      return { ...dated, personId: typed('personId') }
    case 'death':
      return { ...dated, personId: typed('personId'), rightsUntil: orNull('rightsUntil') }
    case 'departure':
      return { ...dated, personIds: ticked }
    case 'split':
      return {
        ...dated,
        personIds: ticked,
        share:
          typed('share') === 'agreed'
            ? { kind: 'agreed', amount: typed('shareAmount') }
            : { kind: 'per_head' },
        contribution: orNull('contribution'),
        territoryId: orNull('territoryId'),
        clearCodes: typed('clearCodes') === 'yes',
      }
    case 'merge':
      return { ...dated, otherReference: typed('otherReference') }
    case 'move':
      return { ...dated, territoryId: typed('territoryId') }
    case 'pause':
      return { householdId, fromMonth: typed('fromMonth'), untilMonth: typed('untilMonth') }
    case 'leaving':
      return { ...dated, rightsUntil: typed('rightsUntil') }
  }
}

const FIELDS: Readonly<Record<string, string>> = { personIds: 'persons', 'share.amount': 'shareAmount' }

/** At the fields of the form, where the action names them otherwise. */
export async function atFields<A>(act: () => Promise<A>): Promise<A> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    throw new InputError(
      error.issues.map(({ field, message }) => ({
        field: FIELDS[field] ?? (field.startsWith('personIds') ? 'persons' : field),
        message,
      })),
    )
  }
}
