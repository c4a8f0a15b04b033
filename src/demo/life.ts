import { inCaisse } from '../db/db.ts'
import { addDays, addMonths, firstDay, monthOf, type Day } from '../kit/month.ts'
import { listTerritories } from '../modules/caisses/store.ts'
import { recordEvent } from '../modules/life/actions/life.ts'
import { getHousehold, membersOf, type Member } from '../modules/people/store/households.ts'
import type { Clock, DemoCaisse } from './stage.ts'

/** What happened lately in some households: a birth, a move, a separation, and a break that begins next month. */
export async function seedLife(clock: Clock, caisse: DemoCaisse, today: Day): Promise<void> {
  const lately = (days: number): Day => [firstDay(monthOf(today)), addDays(today, -days)].sort().at(-1)!
  const households = await readHouseholds(clock, caisse)
  const take = (suits: (members: readonly Member[]) => boolean) => {
    const place = households.findLastIndex(({ members }) => suits(members))
    return households.splice(place, 1)[0]!
  }
  const adults = (members: readonly Member[]) => members.filter((one) => !one.child).length
  const write = (kind: Parameters<typeof recordEvent>[0], on: Day, input: object) => {
    clock.set(on, 11)
    return recordEvent(kind, clock.call(caisse.id, caisse.coordinator), { on, ...input })
  }

  const couple = take((members) => adults(members) === 2 && members.length === 2)
  await write('birth', lately(9), {
    householdId: couple.id,
    givenName: 'Myrtille',
    familyName: couple.members[0]!.familyName,
  })

  const alone = take((members) => members.length === 1)
  const territories = await inCaisse(clock.app.db, caisse.id, listTerritories)
  await write('move', lately(6), {
    householdId: alone.id,
    territoryId: territories.find(({ id }) => id !== alone.territoryId)!.id,
  })

  const family = take((members) => adults(members) === 2 && members.length > 2)
  await write('split', lately(3), {
    householdId: family.id,
    personIds: family.members.slice(1).map((one) => one.personId),
    share: { kind: 'per_head' },
  })

  const away = take((members) => members.length === 1)
  const next = addMonths(monthOf(today), 1)
  await write('pause', lately(1), {
    householdId: away.id,
    fromMonth: next,
    untilMonth: addMonths(next, 2),
  })
}

/** Not the first ones: residents who sign in live there. */
const readHouseholds = (clock: Clock, caisse: DemoCaisse) =>
  inCaisse(clock.app.db, caisse.id, (tx) =>
    Promise.all(
      caisse.households.slice(12).map(async ({ id }) => ({
        id,
        territoryId: (await getHousehold(tx, id)).territoryId,
        members: await membersOf(tx, id),
      })),
    ),
  )
