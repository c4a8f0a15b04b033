import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import type { App } from '../../../kit/app.ts'
import { gesture } from '../../../kit/gesture.ts'
import { Amount } from '../../../kit/money.ts'
import { monthOf, MonthValue, type Month } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import type { BudgetHousehold } from '../../caisses/rules/household.ts'
import type { ContributionScheme } from '../../caisses/rules/reglement.ts'
import { listTerritories, reglementIn } from '../../caisses/store.ts'
import { openHouseholdAccounts } from '../../ledger/store.ts'
import { HouseholdInput } from '../../people/actions/input.ts'
import { markRegistered } from '../../people/actions/pre-registrations.ts'
import { refusalToShape } from '../../people/rules/household-shape.ts'
import {
  freeReferences,
  insertHouseholds,
  insertMembers,
  insertPersons,
} from '../../people/store/households.ts'
import { announce } from '../../people/store/messages.ts'
import { listWaves } from '../../people/store/waves.ts'
import { refusalOfAmount } from '../rules/pledge.ts'
import { insertExceptions, insertPledges } from '../store/pledges.ts'

export const ThirdPartyName = z.string().trim().min(1).max(120).nullable().default(null)

/** Who joins, with the contribution they chose; none where the caisse suggests one, or asks for no money. */
export const NewHousehold = HouseholdInput.extend({
  contribution: Amount.nullable().default(null),
  thirdPartyName: ThirdPartyName,
  /** An amount agreed below the floor, until the end of that month. */
  exception: z.object({ amount: Amount, untilMonth: MonthValue }).nullable().default(null),
  /** The request by which they asked to join. */
  preRegistrationId: z.uuid().nullable().default(null),
})
export type NewHousehold = z.output<typeof NewHousehold>

export const RegisterHouseholds = z.object({ households: z.array(NewHousehold).min(1).max(50_000) })

/**
 * Households join: their people, their accounts and their first contribution, all of them or none.
 * A refusal says which of the list it is about (`lineNumber`, from 1).
 */
export const registerHouseholds = gesture(
  'register_households',
  ['coordinator', 'administrator'],
  RegisterHouseholds,
  async (tx, { app, now, about }, { households }) => {
    const householdIds = await writeHouseholds(tx, app, households, now)
    about(householdIds[0]!)
    for (const [i, { preRegistrationId }] of households.entries())
      if (preRegistrationId) await markRegistered(tx, preRegistrationId, householdIds[i]!, now)
    const arrivals = households.map(({ enteredOn: day }, i) => ({
      householdId: householdIds[i]!,
      about: day,
      details: { day },
    }))
    await announce(tx, 'welcome', arrivals, now)
    return { householdIds }
  },
)

/** What registering and importing both do; ids in the order given. */
export async function writeHouseholds(
  tx: CaisseTx,
  app: Pick<App, 'newId'>,
  households: readonly NewHousehold[],
  now: Date,
): Promise<string[]> {
  const refusalTo = await judge(tx)
  for (const [i, household] of households.entries()) {
    const refusal = await refusalTo(household)
    if (refusal) throw new Refusal(refusal.code, { ...refusal.params, lineNumber: i + 1 }, refusal.status)
  }
  const ids = households.map(() => app.newId())
  const references = await freeReferences(tx, ids)
  await insertHouseholds(
    tx,
    households.map((household, i) => ({
      id: ids[i]!,
      kind: household.kind,
      name: household.name ?? nameOf(household),
      paymentReference: references[i]!,
      waveId: household.waveId,
      territoryId: household.territoryId,
      enteredOn: household.enteredOn,
    })),
  )
  const members = households.flatMap((household, i) =>
    household.members.map(({ child, ...person }) => ({
      person: { id: app.newId(), ...person },
      place: { householdId: ids[i]!, child, fromOn: household.enteredOn },
    })),
  )
  await insertPersons(
    tx,
    members.map(({ person }) => person),
  )
  await insertMembers(
    tx,
    members.map(({ person, place }) => ({ ...place, personId: person.id })),
  )
  await openHouseholdAccounts(tx, ids)
  await writeFirstPledges(tx, app, households, ids, now)
  return ids
}

async function writeFirstPledges(
  tx: CaisseTx,
  app: Pick<App, 'newId'>,
  households: readonly NewHousehold[],
  ids: readonly string[],
  now: Date,
): Promise<void> {
  const pledges = households.flatMap(({ contribution, thirdPartyName, enteredOn }, i) =>
    contribution === null
      ? []
      : {
          id: app.newId(),
          householdId: ids[i]!,
          fromMonth: monthOf(enteredOn),
          cents: contribution,
          thirdPartyName,
        },
  )
  await insertPledges(tx, pledges, now)
  const exceptions = households.flatMap(({ exception, enteredOn }, i) =>
    exception
      ? {
          id: app.newId(),
          householdId: ids[i]!,
          cents: exception.amount,
          fromMonth: monthOf(enteredOn),
          untilMonth: exception.untilMonth,
        }
      : [],
  )
  await insertExceptions(tx, exceptions, now)
}

function nameOf({ members }: NewHousehold): string {
  const adult = members.find((member) => !member.child) ?? members[0]!
  return `${adult.givenName} ${adult.familyName}`.trim()
}

/** Prepared once: whether one household may join as it is told. */
export async function judge(tx: CaisseTx): Promise<(household: NewHousehold) => Promise<Refusal | null>> {
  const waves = new Set((await listWaves(tx)).map((wave) => wave.id))
  const territories = new Set((await listTerritories(tx)).map((territory) => territory.id))
  const schemes = new Map<Month, ContributionScheme>()
  const schemeIn = async (month: Month): Promise<ContributionScheme> => {
    const known = schemes.get(month) ?? (await reglementIn(tx, month)).content.contribution
    schemes.set(month, known)
    return known
  }
  return async (household) => {
    const { kind, members, enteredOn, waveId, territoryId, contribution, exception, thirdPartyName } =
      household
    if (waveId && !waves.has(waveId)) return new Refusal('unknown_wave', {}, 404)
    if (territoryId && !territories.has(territoryId)) return new Refusal('unknown_territory', {}, 404)
    const from = monthOf(enteredOn)
    if (exception && exception.untilMonth < from) return new Refusal('exception_ends_before_it_starts')
    const shape = refusalToShape(kind, members, enteredOn)
    if (shape || (contribution === null && thirdPartyName === null)) return shape
    if (contribution === null) return new Refusal('third_party_without_contribution')
    const scheme = await schemeIn(from)
    return (
      refusalToName(scheme, thirdPartyName) ??
      refusalOfAmount({ scheme, household: asBudget(household), cents: contribution, from })
    )
  }
}

/** A third party is named where the règlement lets somebody pay part for named households. */
export function refusalToName(scheme: ContributionScheme, thirdPartyName: string | null): Refusal | null {
  if (thirdPartyName === null || scheme.kind === 'third_party_share') return null
  return new Refusal('no_third_party_here')
}

function asBudget({ members, exception }: NewHousehold): BudgetHousehold {
  return {
    id: '',
    adults: members.filter((member) => !member.child).length,
    children: members.filter((member) => member.child).map(({ birthMonth }) => ({ birthMonth })),
    exception: exception && { cents: exception.amount, until: exception.untilMonth },
  }
}
