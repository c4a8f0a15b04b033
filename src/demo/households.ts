import { sql } from 'kysely'
import { inCaisse, type CaisseTx } from '../db/db.ts'
import type { Cents } from '../kit/money.ts'
import { addMonths, addDays, firstDay, type Month } from '../kit/month.ts'
import { listTerritories } from '../modules/caisses/store.ts'
import type { ReceiptInput } from '../modules/contributions/actions/receipts.ts'
import { registerHouseholds, type RegisterHouseholds } from '../modules/contributions/actions/register.ts'
import { insertLoginAccount, insertRoleGrant } from '../modules/identity/store.ts'
import { hmacOfCode } from '../modules/payments/rules/code.ts'
import { drawNumber } from '../modules/payments/rules/number.ts'
import { insertPastPayers } from '../modules/payments/store/past.ts'
import { linkLogin } from '../modules/people/store/own-household.ts'
import type { z } from 'zod'
import { FAMILY_NAMES, GIVEN_NAMES, phoneNumber } from './cast.ts'
import type { Chance } from './chance.ts'
import { RESIDENT } from './personas.ts'
import type { Clock, DemoCaisse, DemoHousehold } from './stage.ts'

type NewHousehold = z.input<typeof RegisterHouseholds>['households'][number]

const SHAPES = [
  { adults: 1, children: 0, weight: 38 },
  { adults: 2, children: 0, weight: 20 },
  { adults: 2, children: 1, weight: 12 },
  { adults: 2, children: 2, weight: 14 },
  { adults: 1, children: 1, weight: 8 },
  { adults: 1, children: 2, weight: 5 },
  { adults: 3, children: 0, weight: 3 },
] as const

const METHODS = [
  { method: 'transfer', weight: 64 },
  { method: 'cash', weight: 18 },
  { method: 'cheque', weight: 12 },
  { method: 'card', weight: 6 },
] as const

type Wave = { waveId: string; month: Month; count: number }

/** Registers a wave's households; the first resident of the first wave is the one who can sign in. */
export async function registerWave(clock: Clock, caisse: DemoCaisse, wave: Wave): Promise<DemoHousehold[]> {
  const { chance } = caisse
  const territories = await inCaisse(clock.app.db, caisse.id, listTerritories)
  const first = caisse.households.length
  const plans = Array.from({ length: wave.count }, (_, i) =>
    planHousehold(chance, first + i, wave, territories[(first + i) % territories.length]!.id),
  )
  const { householdIds } = await registerHouseholds(clock.call(caisse.id, caisse.coordinator), {
    households: plans,
  })
  return inCaisse(clock.app.db, caisse.id, async (tx) => {
    const adults = await adultsOf(tx, householdIds)
    await insertPastPayers(
      tx,
      adults.map(({ personId, accountId }) => {
        const number = drawNumber((below) => chance.between(0, below - 1))
        return {
          personId,
          number,
          accountId,
          codeHmac: hmacOfCode(clock.app.codePepper, number, RESIDENT.code),
        }
      }),
    )
    if (first === 0 && isMain(caisse)) await giveLogin(tx, clock, adults[0]!.personId, wave.month)
    return householdIds.map((id, i) => {
      const payers = adults.filter((adult) => adult.householdId === id)
      return {
        id,
        account: payers[0]!.accountId,
        payers: payers.map((adult) => adult.personId),
        contributionCents: plans[i]!.contribution as Cents,
        behindCents: 0,
        method: chance.weighted(METHODS).method,
        favourite: chance.between(0, caisse.outlets.length - 1),
      }
    })
  })
}

/** In the order of the households, with the account that each spends from. */
async function adultsOf(tx: CaisseTx, householdIds: readonly string[]) {
  const { rows } = await sql<{ householdId: string; personId: string; accountId: number }>`
    select m.household_id as "householdId", m.person_id as "personId", a.account_id as "accountId"
    from unnest(${householdIds}::uuid[]) with ordinality as asked (household_id, place)
    join household_member m on m.caisse_id = ${tx.caisseId} and m.household_id = asked.household_id and not m.child
    join household_account a
      on a.caisse_id = m.caisse_id and a.household_id = m.household_id and a.book = 'rights'
    order by asked.place, m.person_id
  `.execute(tx)
  return rows
}

/** The caisse whose resident is shown: the one with the most outlets. */
const isMain = (caisse: DemoCaisse): boolean => caisse.outlets.length > 5

function planHousehold(
  chance: Chance,
  index: number,
  { waveId, month }: Wave,
  territoryId: string,
): NewHousehold {
  const { adults, children } = index === 0 ? { adults: 1, children: 1 } : chance.weighted(SHAPES)
  const familyName = FAMILY_NAMES[index % FAMILY_NAMES.length]!
  // Steps that bring no name back in another household of the same family name.
  const given = (n: number) => GIVEN_NAMES[(index * 5 + n * 11) % GIVEN_NAMES.length]!
  const members = [
    ...Array.from({ length: adults }, (_, n) => ({
      givenName: given(n),
      familyName,
      ...(n === 0 && index % 4 !== 3 ? { phone: phoneNumber(index) } : {}),
    })),
    ...Array.from({ length: children }, (_, n) => ({
      givenName: given(adults + n),
      familyName,
      child: true,
      birthMonth: addMonths(month, -chance.between(8, 16 * 12)),
    })),
  ]
  return {
    kind: adults + children === 1 ? 'single' : 'household',
    name: `Foyer ${given(0)} ${familyName}`,
    waveId,
    territoryId,
    enteredOn: firstDay(month),
    contribution: chooseContribution(chance, adults + children),
    members,
  }
}

/** Many small contributions, a few large ones: between 10 and 250, whole tens for most. */
function chooseContribution(chance: Chance, persons: number): Cents {
  const skewed = 15 + 190 * chance.next() ** 2.4 + persons * 8 * chance.next()
  return Math.min(250, Math.max(10, Math.round(skewed / 5) * 5)) * 100
}

async function giveLogin(tx: CaisseTx, clock: Clock, personId: string, month: Month): Promise<void> {
  const accountId = clock.app.newId()
  await insertLoginAccount(tx, { id: accountId, email: RESIDENT.email, displayName: RESIDENT.name })
  await insertRoleGrant(tx, {
    id: clock.app.newId(),
    accountId,
    role: 'resident',
    fromOn: firstDay(month),
    untilOn: null,
  })
  await linkLogin(tx, personId, accountId)
}

/** What came in that month: most pay, a few with the next one; who is behind now still is (`last`). */
export function planReceipts(caisse: DemoCaisse, month: Month, last: boolean): ReceiptInput[] {
  const { chance } = caisse
  return caisse.households
    .flatMap((household) => {
      const owedCents = household.contributionCents + household.behindCents
      const waits = chance.next() < 0.03 || (last && household.behindCents > 0)
      household.behindCents = waits ? owedCents : 0
      if (owedCents === 0 || household.behindCents > 0) return []
      return {
        householdId: household.id,
        amount: owedCents,
        method: household.method,
        receivedOn: addDays(firstDay(month), chance.between(1, 14)),
        reference: household.method === 'cheque' ? String(1_000_000 + chance.between(0, 8_999_999)) : '',
      }
    })
    .sort((a, b) => (a.receivedOn < b.receivedOn ? -1 : 1))
}
