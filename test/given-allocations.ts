import { sql } from 'kysely'
import { inCaisse, type CaisseId, type CaisseTx } from '../src/db/db.ts'
import type { Actor } from '../src/kit/actor.ts'
import type { App } from '../src/kit/app.ts'
import type { Cents } from '../src/kit/money.ts'
import type { Day, Month } from '../src/kit/month.ts'
import { prepareMonth } from '../src/modules/allocations/actions/prepare.ts'
import { approveRun, issueRun, issueRunToTheEnd } from '../src/modules/allocations/actions/run.ts'
import { householdAccount, openHouseholdAccounts, ownedAccount, post } from '../src/modules/ledger/store.ts'
import type { AccountId } from '../src/modules/ledger/rules.ts'
import {
  freeReferences,
  insertHouseholds,
  insertMembers,
  insertPersons,
  type NewMember,
  type NewPerson,
} from '../src/modules/people/store/households.ts'
import type { TestApp } from './app.ts'
import type { GivenCaisse } from './given.ts'

export type HouseholdSpec = {
  adults?: number
  /** Birth months of its children. */
  children?: readonly Month[]
  enteredOn?: Day
  leavesOn?: Day | null
  /** Chosen contribution; none when null. */
  pledgeCents?: Cents | null
  /** Without the accounts that joining a caisse opens. */
  withoutAccounts?: boolean
}

export type PlacedHousehold = { id: string; rights: AccountId | null }

const BATCH = 10_000

/** Households with their people, accounts and pledges, written in sets; returned by ascending id. */
export async function givenHouseholds(
  app: Pick<App, 'db' | 'newId'>,
  caisseId: CaisseId,
  specs: readonly HouseholdSpec[],
): Promise<PlacedHousehold[]> {
  const placed: PlacedHousehold[] = []
  for (let from = 0; from < specs.length; from += BATCH) {
    const batch = specs.slice(from, from + BATCH)
    placed.push(...(await inCaisse(app.db, caisseId, (tx) => place(tx, app, batch))))
  }
  return placed
}

async function place(
  tx: CaisseTx,
  app: Pick<App, 'newId'>,
  specs: readonly HouseholdSpec[],
): Promise<PlacedHousehold[]> {
  const ids = specs.map(() => app.newId())
  const references = await freeReferences(tx, ids)
  const entry = (spec: HouseholdSpec) => spec.enteredOn ?? '2026-01-01'
  await insertHouseholds(
    tx,
    specs.map((spec, i) => ({
      id: ids[i]!,
      kind: (spec.adults ?? 1) + (spec.children?.length ?? 0) === 1 ? 'single' : 'household',
      name: `Foyer ${references[i]}`,
      paymentReference: references[i]!,
      waveId: null,
      territoryId: null,
      enteredOn: entry(spec),
      leavesOn: spec.leavesOn ?? null,
    })),
  )
  await insertPeople(
    tx,
    app,
    specs.map((spec, i) => ({ ...spec, id: ids[i]!, enteredOn: entry(spec) })),
  )
  const withAccounts = ids.filter((_, i) => !specs[i]!.withoutAccounts)
  const opened = await openHouseholdAccounts(tx, withAccounts)
  await insertPledges(
    tx,
    app,
    specs.flatMap((spec, i) =>
      spec.pledgeCents == null
        ? []
        : [{ id: ids[i]!, cents: spec.pledgeCents, month: entry(spec).slice(0, 7) }],
    ),
  )
  const rights = new Map(opened.map((one) => [one.householdId, one.rights]))
  return ids.map((id) => ({ id, rights: rights.get(id) ?? null }))
}

type Placing = HouseholdSpec & { id: string; enteredOn: Day }

async function insertPeople(
  tx: CaisseTx,
  app: Pick<App, 'newId'>,
  households: readonly Placing[],
): Promise<void> {
  const persons: NewPerson[] = []
  const members: NewMember[] = []
  const join = (household: Placing, child: boolean, birthMonth: Month | null) => {
    const personId = app.newId()
    persons.push({ id: personId, givenName: child ? 'Enfant' : 'Adulte', familyName: 'Inventé', birthMonth })
    members.push({ householdId: household.id, personId, child, fromOn: household.enteredOn })
  }
  for (const household of households) {
    for (let i = 0; i < (household.adults ?? 1); i += 1) join(household, false, null)
    for (const birthMonth of household.children ?? []) join(household, true, birthMonth)
  }
  await insertPersons(tx, persons)
  await insertMembers(tx, members)
}

async function insertPledges(
  tx: CaisseTx,
  app: Pick<App, 'newId'>,
  pledges: readonly { id: string; cents: Cents; month: Month }[],
): Promise<void> {
  await sql`
    insert into pledge (caisse_id, id, household_id, from_month, amount_cents)
    select ${tx.caisseId}, * from unnest(
      ${pledges.map(() => app.newId())}::uuid[],
      ${pledges.map((pledge) => pledge.id)}::uuid[],
      ${pledges.map((pledge) => pledge.month)}::text[],
      ${pledges.map((pledge) => pledge.cents)}::bigint[]
    )
  `.execute(tx)
}

/** Role rows for people of a test, where their number counts. */
export async function givenGrants(
  app: Pick<App, 'db' | 'newId'>,
  caisseId: CaisseId,
  actors: readonly Actor[],
): Promise<void> {
  const grants = actors.flatMap((actor) =>
    actor.kind === 'account'
      ? actor.grants.map((grant) => ({
          caisse_id: caisseId,
          id: app.newId(),
          login_account_id: actor.accountId,
          role: grant.role,
          from_on: grant.fromOn,
          until_on: grant.untilOn,
        }))
      : [],
  )
  await inCaisse(app.db, caisseId, (tx) => tx.insertInto('role_grant').values(grants).execute())
}

/** What breaks the ledger's invariants: wallets unlike their legs, in cents or in number. Empty when all is well. */
export async function brokenWallets(app: Pick<App, 'db'>, caisseId: CaisseId): Promise<unknown[]> {
  return inCaisse(app.db, caisseId, async (tx) => {
    const { rows } = await sql`
      with leg as (
        select debit_account as account_id, -amount_cents as cents from transfer
        where caisse_id = ${caisseId} and book = 'rights'
        union all
        select credit_account, amount_cents from transfer where caisse_id = ${caisseId} and book = 'rights'
      ), total as (select account_id, sum(cents) as cents, count(*) as legs from leg group by account_id)
      select account_id, balance_cents, seq, cents, legs
      from wallet left join total using (account_id)
      where caisse_id = ${caisseId} and (balance_cents <> coalesce(cents, 0) or seq <> coalesce(legs, 0))
    `.execute(tx)
    return rows
  })
}

/** A month prepared by the treasurer, agreed to by the coordinator and issued to its end. */
export async function givenIssuedMonth(app: TestApp, caisse: GivenCaisse, month: Month): Promise<string> {
  const runId = await givenStartedMonth(caisse, month)
  await issueRunToTheEnd(app, caisse.id, runId)
  return runId
}

/** The same, its issue asked for and not begun. */
export async function givenStartedMonth(caisse: GivenCaisse, month: Month): Promise<string> {
  const { runId, digest } = await prepareMonth(caisse.call(caisse.treasurer), { month })
  await approveRun(caisse.call(caisse.coordinator), { runId, digest })
  await issueRun(caisse.call(caisse.treasurer), { runId })
  return runId
}

/** Spends rights at an outlet of no name, as a payment moves them. */
export async function givenSpent(
  app: TestApp,
  caisse: GivenCaisse,
  householdId: string,
  amountCents: Cents,
): Promise<void> {
  await inCaisse(app.db, caisse.id, async (tx) => {
    const debit = await householdAccount(tx, householdId, 'rights')
    const credit = await ownedAccount(tx, 'rights_outlet', '00000000-0000-7000-8000-000000000001')
    await post(tx, app.newId(), [{ book: 'rights', debit, credit, amountCents, kind: 'payment' }], app.now())
  })
}
