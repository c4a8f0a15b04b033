import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { z } from 'zod'
import { INSTALLATION, inCaisse, type CaisseId } from '../db/db.ts'
import { SYSTEM, type Actor } from '../kit/actor.ts'
import type { App } from '../kit/app.ts'
import {
  addDays,
  addMonths,
  dayAt,
  firstDay,
  lastDay,
  monthOf,
  startOfDay,
  type Day,
  type Month,
} from '../kit/month.ts'
import { endAgreement, recordOutlet, signAgreement } from '../modules/accreditation/actions.ts'
import { agreementsOf } from '../modules/accreditation/store.ts'
import { enrolDevice } from '../modules/accreditation/devices.ts'
import { typedSlots, type OpeningHours } from '../modules/accreditation/opening.ts'
import { prepareMonth } from '../modules/allocations/actions/prepare.ts'
import { approveRun, issueRun, issueRunToTheEnd } from '../modules/allocations/actions/run.ts'
import { adoptReglement, openCaisse, openOrganisation, recordDecision } from '../modules/caisses/actions.ts'
import { reglementFromPreset } from '../modules/caisses/presets/from-preset.ts'
import { findPreset } from '../modules/caisses/presets/index.ts'
import { listTerritories } from '../modules/caisses/store.ts'
import type { Reglement } from '../modules/caisses/rules/reglement.ts'
import { recordReceipts } from '../modules/contributions/actions/receipts.ts'
import { ownedAccount } from '../modules/ledger/store.ts'
import { grantRole, invitePerson } from '../modules/identity/actions.ts'
import { createWave } from '../modules/people/actions/households.ts'
import { approveBatch, markExecuted, prepareBatch, releaseBatch } from '../modules/settlements/actions.ts'
import { nextTargetDay } from '../modules/settlements/rules/target-calendar.ts'
import { receiveTranche, recordGrant, recordOpeningBalance } from '../modules/treasury/actions.ts'
import { MAIN_CAISSE, OUTLETS, RETZ_OUTLETS, STAFF } from './cast.ts'
import { openChance } from './chance.ts'
import { NANTES_BOOK, RETZ_BOOK, seedDirectory } from './directory.ts'
import { NANTES_GROUPS, RETZ_GROUPS, seedGroups } from './groups.ts'
import { seedDocuments } from './documents.ts'
import { seedFunding } from './funding.ts'
import { planReceipts, registerWave } from './households.ts'
import { spendMonth } from './purchases.ts'
import { seedReadings } from './personal-data.ts'
import { seedLearning } from './learning.ts'
import { seedLife } from './life.ts'
import { seedNetwork } from './network.ts'
import { seedFirstLetter, seedNewsletter } from './newsletter.ts'
import { seedMeetings } from './meetings.ts'
import { nantesNext, retz } from './reglements.ts'
import { bankCash, closeMonths, returnLast } from './treasury.ts'
import { seedMobilisation } from './mobilisation.ts'
import { seedPolls } from './polls.ts'
import { seedRequests } from './requests.ts'
import { seedSite } from './site.ts'
import { ZONE, type Clock, type DemoCaisse, type DemoOutlet } from './stage.ts'
import { seedMandates, seedMessages, seedWaiting } from './welcome.ts'

/** Months of the demonstration, the current one included. */
const MONTHS = 14

/** Invented accounts, with valid check digits. */
export const DEMO_IBAN = 'FR7630006000011234567890189'

/**
 * CCA44 with its two caisses, by the same gestures as everywhere, with a clock that goes through fourteen months.
 * The same at every start of the same day.
 */
export async function seedDemo(app: App): Promise<void> {
  const today = dayAt(app.now(), ZONE)
  const start = addMonths(monthOf(today), 1 - MONTHS)
  await app.db.insertInto('installation').values({ demo: true, ready: false }).execute()
  const clock = openClock(app, firstDay(addMonths(start, -2)))
  const { organisationId, bankAccountId } = await openOrganisation(clock.call(INSTALLATION, SYSTEM), {
    legalName: 'Association de la caisse commune de l’alimentation 44 (démonstration)',
    siren: '732829320',
    address: '1 rue de la Démonstration, 44000 Nantes',
    bank: { holder: 'Association CCA44 (démonstration)', iban: DEMO_IBAN },
  })
  const shared = { clock, today, start, organisationId, bankAccountId: bankAccountId! }
  const nantes = await openNantes(shared)
  const paysDeRetz = await openRetz(shared, nantes)
  // Neither waits for the other: each has its own clock.
  await Promise.all([
    live({ ...shared, clock: openClock(app, firstDay(start)) }, nantes),
    live({ ...shared, clock: openClock(app, firstDay(start)) }, paysDeRetz),
  ])
  // What people do together does not wait for the closed months; each has a clock of its own.
  await seedWaiting(openClock(app, today), nantes, today)
  await Promise.all([seedMonths(app, clock, nantes, today), seedTogether(app, nantes, paysDeRetz, today)])
  await app.db.transaction().execute(async (tx) => {
    // This commit waits for the disk, and with it all those before.
    await sql`set local synchronous_commit = on`.execute(tx)
    await tx.updateTable('installation').set({ ready: true }).execute()
  })
}

async function seedMonths(app: App, clock: Clock, nantes: DemoCaisse, today: Day): Promise<void> {
  const now = () => openClock(app, today)
  await seedLife(now(), nantes, today)
  await seedMandates(now(), nantes, today)
  await seedMessages(now(), nantes, today)
  await seedReadings(now(), nantes, today)
  await returnLast(clock, nantes, today)
  await closeMonths(clock, nantes, monthOf(today))
  await seedRequests(now(), nantes, today)
}

/** In the order in which one tells of the other: a letter tells of meetings, groups and a site. */
async function seedTogether(app: App, nantes: DemoCaisse, retz: DemoCaisse, today: Day): Promise<void> {
  const now = () => openClock(app, today)
  await seedDirectory(now(), nantes, today, NANTES_BOOK)
  await seedDirectory(now(), retz, today, RETZ_BOOK)
  await seedGroups(now(), nantes, today, NANTES_GROUPS)
  await seedGroups(now(), retz, today, RETZ_GROUPS)
  await seedLearning(now(), nantes, today)
  await Promise.all([seedSite(now(), nantes, today), seedSite(now(), retz, today)])
  await seedPolls(now(), nantes, today)
  await seedMobilisation(now(), nantes, today)
  await seedMobilisation(now(), retz, today, { retz: true })
  await seedMeetings(now(), nantes, retz, today)
  await Promise.all([seedDocuments(now(), nantes, today), seedDocuments(now(), retz, today, 'retz')])
  await seedFunding(now(), nantes, today)
  await seedNetwork(now(), nantes, today)
  await seedNewsletter(now(), nantes, today)
  await seedFirstLetter(now(), retz, today)
}

function openClock(app: App, day: Day): Clock {
  let now = startOfDay(day, ZONE)
  const then: App = { ...app, now: () => now }
  return {
    app: then,
    set: (next, hour = 9) => void (now = new Date(startOfDay(next, ZONE).getTime() + hour * 3_600_000)),
    call: (caisseId, actor) => ({ app: then, actor, caisseId, key: uuid() }),
  }
}

type Shared = { clock: Clock; today: Day; start: Month; organisationId: string; bankAccountId: string }

async function openNantes({
  clock,
  start,
  organisationId,
  bankAccountId,
  today,
}: Shared): Promise<DemoCaisse> {
  const preset = findPreset('cca44-nantes')!
  const filled = reglementFromPreset(preset, {})
  if (!filled.ok) throw new Error(`the preset of the demonstration asks for ${filled.missing.join(', ')}`)
  const { caisseId } = await openCaisse(clock.call(INSTALLATION, SYSTEM), {
    organisationId,
    bankAccountId,
    slug: MAIN_CAISSE,
    name: 'Caisse de Nantes Ouest',
    unitName: 'droits',
    territories: ['Bellevue', 'Chantenay – Sainte-Anne', 'Saint-Herblain Est'],
    pilotFrom: firstDay(start),
    pilotUntil: lastDay(addMonths(start, 23)),
    preset: preset.slug,
    reglement: adoption(
      filled.reglement,
      start,
      'partly_published',
      'Lancer la caisse : 100 par mois, et 50 par personne en plus',
    ),
  })
  const staff = await appointStaff(clock, caisseId, addMonths(start, -1))
  await fund(clock, caisseId, staff.treasurer, start, [
    ['Fondation imaginaire de la Table', 'Allocations de la première année', 96_000_00, 3],
    ['Métropole de démonstration', 'Expérimentation', 120_000_00, 4],
  ])
  const outlets = await accredit(clock, caisseId, staff.coordinator, OUTLETS, start)
  const caisse: DemoCaisse = {
    id: caisseId,
    since: start,
    ...staff,
    chance: openChance(44),
    households: [],
    outlets,
    waves: [
      { month: start, name: 'Première vague', households: 20 },
      { month: addMonths(start, 3), name: 'Deuxième vague', households: 80 },
    ],
  }
  clock.set(addDays(today, -20))
  await endYesterday(clock, caisseId, staff.coordinator, outlets.at(-1)!.outletId, today)
  await appointManager(clock, caisseId, outlets[0]!.outletId, addMonths(start, -1))
  clock.set(addDays(today, -20))
  const { decisionId } = await recordDecision(clock.call(caisseId, staff.coordinator), {
    decidedOn: addDays(today, -20),
    body: 'Assemblée des habitant·es',
    title: 'Donner six mois pour dépenser chaque allocation (inventé pour la démonstration)',
    text: 'L’assemblée veut que l’argent circule. Le mois d’arrivée est désormais compté au jour près.',
  })
  await adoptReglement(clock.call(caisseId, staff.coordinator), {
    content: nantesNext(filled.reglement),
    validFrom: addMonths(monthOf(today), 1),
    decisionId,
    origin: 'invented',
  })
  return caisse
}

async function openRetz(shared: Shared, nantes: DemoCaisse): Promise<DemoCaisse> {
  const { clock, start, organisationId, bankAccountId } = shared
  const since = addMonths(start, 4)
  clock.set(firstDay(addMonths(since, -1)))
  const { caisseId } = await openCaisse(clock.call(INSTALLATION, SYSTEM), {
    organisationId,
    bankAccountId,
    slug: 'pays-de-retz',
    name: 'Caisse du Pays de Retz',
    unitName: 'droits',
    territories: ['Cheix-en-Retz', 'Le Pellerin', 'Rouans', 'Vue'],
    pilotFrom: firstDay(since),
    preset: 'cca44-pays-de-retz',
    reglement: adoption(
      retz,
      since,
      'invented',
      'Règles inventées pour la démonstration : rien n’est publié',
    ),
  })
  const staff = { coordinator: nantes.coordinator, treasurer: nantes.treasurer }
  for (const [actor, role] of [
    [staff.coordinator, 'coordinator'],
    [staff.treasurer, 'treasurer'],
  ] as const) {
    if (actor.kind !== 'account') continue
    await grantRole(clock.call(caisseId, SYSTEM), {
      accountId: actor.accountId,
      role,
      fromOn: firstDay(addMonths(since, -1)),
    })
  }
  const appointed = {
    coordinator: holding(staff.coordinator, caisseId, 'coordinator', since),
    treasurer: holding(staff.treasurer, caisseId, 'treasurer', since),
  }
  await fund(clock, caisseId, appointed.treasurer, since, [
    ['Communes de démonstration', 'Expérimentation', 24_000_00, 2],
  ])
  return {
    id: caisseId,
    since,
    ...appointed,
    chance: openChance(4444),
    households: [],
    outlets: await accredit(clock, caisseId, appointed.coordinator, RETZ_OUTLETS, since),
    waves: [{ month: since, name: 'Première vague', households: 24 }],
  }
}

function adoption(content: Reglement, since: Month, origin: 'partly_published' | 'invented', title: string) {
  return {
    content,
    validFrom: since,
    origin,
    decision: { decidedOn: firstDay(addMonths(since, -1)), body: 'Comité citoyen', title },
  } as const
}

const TEAM = ['coordinator', 'treasurer', 'committee_member', 'administrator'] as const

async function appointStaff(clock: Clock, caisseId: CaisseId, month: Month) {
  const fromOn = firstDay(month)
  const accounts = {} as Record<(typeof TEAM)[number], string>
  for (const role of TEAM) {
    const { name, email } = STAFF[role]
    accounts[role] = (
      await invitePerson(clock.call(caisseId, SYSTEM), { name, email, role, fromOn })
    ).accountId
  }
  const actor = (role: 'coordinator' | 'treasurer'): Actor => ({
    kind: 'account',
    accountId: accounts[role],
    name: STAFF[role].name,
    grants: [{ caisseId, role, fromOn, untilOn: null }],
  })
  return { coordinator: actor('coordinator'), treasurer: actor('treasurer') }
}

/** An agreement that ended yesterday: its till says so, and what is owed stays owed. */
async function endYesterday(
  clock: Clock,
  caisseId: CaisseId,
  coordinator: Actor,
  outletId: string,
  today: Day,
): Promise<void> {
  const [agreement] = await inCaisse(clock.app.db, caisseId, (tx) => agreementsOf(tx, outletId))
  await endAgreement(clock.call(caisseId, coordinator), {
    agreementId: agreement!.id,
    lastDay: addDays(today, -1),
    words: 'Le stand change de marché (inventé pour la démonstration).',
  })
}

/** Who manages the first outlet, from the caisse's first day. */
async function appointManager(
  clock: Clock,
  caisseId: CaisseId,
  outletId: string,
  month: Month,
): Promise<void> {
  const { name, email } = STAFF.outlet_manager
  await invitePerson(clock.call(caisseId, SYSTEM), {
    name,
    email,
    role: 'outlet_manager',
    fromOn: firstDay(month),
    scope: 'outlet',
    scopeId: outletId,
  })
}

function holding(actor: Actor, caisseId: CaisseId, role: 'coordinator' | 'treasurer', since: Month): Actor {
  if (actor.kind !== 'account') return actor
  const fromOn = firstDay(addMonths(since, -1))
  return { ...actor, grants: [...actor.grants, { caisseId, role, fromOn, untilOn: null }] }
}

type Grant = [funder: string, purpose: string, cents: number, tranches: number]

async function fund(
  clock: Clock,
  caisseId: CaisseId,
  treasurer: Actor,
  since: Month,
  grants: Grant[],
): Promise<void> {
  clock.set(addDays(firstDay(since), -6))
  await recordOpeningBalance(clock.call(caisseId, treasurer), { amount: 4_000_00 })
  for (const [funder, purpose, cents, tranches] of grants) {
    await recordGrant(clock.call(caisseId, treasurer), {
      funder,
      purpose,
      promised: cents,
      awardedOn: firstDay(addMonths(since, -1)),
      signed: true,
      tranches: Array.from({ length: tranches }, (_, i) => ({
        expectedOn: firstDay(addMonths(since, i * 5)),
        amount: cents / tranches,
      })),
    })
  }
}

type Place = (typeof OUTLETS | typeof RETZ_OUTLETS)[number]

async function accredit(
  clock: Clock,
  caisseId: CaisseId,
  coordinator: Actor,
  places: readonly Place[],
  since: Month,
): Promise<DemoOutlet[]> {
  const decidedOn = addDays(firstDay(since), -10)
  clock.set(decidedOn)
  const { decisionId } = await recordDecision(clock.call(caisseId, coordinator), {
    decidedOn,
    body: 'Comité citoyen',
    title: 'Conventionner les premiers lieux',
  })
  const territories = await inCaisse(clock.app.db, caisseId, listTerritories)
  const record = async (outlet: Place, i: number): Promise<DemoOutlet> => {
    const { tradeName, kind, opening, place, weight, territory } = outlet
    // By the installation itself: the account needs no second person.
    const { outletId } = await recordOutlet(clock.call(caisseId, SYSTEM), {
      kind,
      legalName: `${tradeName} (lieu inventé)`,
      tradeName,
      address: place,
      opening,
      hours: hoursOf(outlet),
      territoryId: territory === null ? null : (territories[territory]?.id ?? null),
      bank: { holder: tradeName, iban: demoIban(caisseId * 100 + i) },
    })
    await signAgreement(clock.call(caisseId, coordinator), {
      outletId,
      decisionId,
      signedOn: decidedOn,
      fromOn: firstDay(since),
      scope: i % 3 === 1 ? 'Les produits signalés par l’étiquette verte.' : 'Tout, sauf l’alcool.',
    })
    const { deviceId } = await enrolDevice(clock.call(caisseId, coordinator), {
      outletId,
      label: 'Téléphone du lieu',
    })
    const account = await inCaisse(clock.app.db, caisseId, (tx) =>
      ownedAccount(tx, 'rights_outlet', outletId),
    )
    return { outletId, deviceId, account, weight }
  }
  return Promise.all(places.map(record))
}

function hoursOf({ open }: Place): z.input<typeof OpeningHours> {
  const { on, slots, weeks } = { weeks: 'every' as const, ...open }
  return {
    weeks,
    days: Object.fromEntries(on.map((weekday) => [weekday, typedSlots(slots)])),
  }
}

/** A French account number that no bank gave: key and check digits are right. */
function demoIban(n: number): string {
  const account = String(n).padStart(11, '0')
  const key = 97 - Number((89n * 30_006n + 15n * 1n + 3n * BigInt(account)) % 97n)
  const bban = `3000600001${account}${String(key).padStart(2, '0')}`
  const check = 98n - (BigInt(`${bban}152700`) % 97n)
  return `FR${String(check).padStart(2, '0')}${bban}`
}

async function live(shared: Shared, caisse: DemoCaisse): Promise<void> {
  const last = monthOf(shared.today)
  for (let month = caisse.since; month <= last; month = addMonths(month, 1))
    await liveMonth(shared, caisse, month)
}

async function liveMonth(shared: Shared, caisse: DemoCaisse, month: Month): Promise<void> {
  const { clock, today } = shared
  clock.set(firstDay(month), 7)
  await receiveDueTranches(shared, caisse, month)
  for (const wave of caisse.waves.filter((each) => each.month === month)) {
    const { waveId } = await createWave(clock.call(caisse.id, caisse.coordinator), {
      name: wave.name,
      startsOn: firstDay(month),
      plannedHouseholds: wave.households,
    })
    caisse.households.push(...(await registerWave(clock, caisse, { waveId, month, count: wave.households })))
  }
  clock.set(firstDay(month), 9)
  const run = await prepareMonth(clock.call(caisse.id, caisse.coordinator), { month })
  await approveRun(clock.call(caisse.id, caisse.treasurer), { runId: run.runId, digest: run.digest })
  await issueRun(clock.call(caisse.id, caisse.treasurer), { runId: run.runId })
  await issueRunToTheEnd(clock.app, caisse.id, run.runId)

  const receipts = planReceipts(caisse, month, month === monthOf(today)).filter(
    (receipt) => receipt.receivedOn <= today,
  )
  if (receipts.length > 0) {
    clock.set(receipts.at(-1)!.receivedOn, 18)
    await recordReceipts(clock.call(caisse.id, caisse.treasurer), { receipts })
  }
  await inCaisse(clock.app.db, caisse.id, (tx) => spendMonth(tx, caisse, month, openingTime(today)))
  if (lastDay(month) >= today) return
  await bankCash(clock, caisse, month)
  await settleMonth(shared, caisse, month)
}

/** Purchases stop this morning, so that the day's first one at the till is the visitor's. */
const openingTime = (today: Day): Date => new Date(startOfDay(today, ZONE).getTime() + 8 * 3_600_000)

async function receiveDueTranches({ clock }: Shared, caisse: DemoCaisse, month: Month): Promise<void> {
  const due = await inCaisse(clock.app.db, caisse.id, (tx) =>
    tx
      .selectFrom('grant_tranche')
      .select(['grant_id', 'number', 'expected_on'])
      .where('caisse_id', '=', caisse.id)
      .where('received_on', 'is', null)
      .where('expected_on', '<=', firstDay(month))
      .execute(),
  )
  for (const tranche of due) {
    await receiveTranche(clock.call(caisse.id, caisse.treasurer), {
      grantId: tranche.grant_id,
      number: tranche.number,
      on: firstDay(month),
    })
  }
}

async function settleMonth({ clock, today }: Shared, caisse: DemoCaisse, month: Month): Promise<void> {
  clock.set(lastDay(month), 20)
  const executionOn = nextTargetDay(addDays(lastDay(month), 2))
  const batch = await prepareBatch(clock.call(caisse.id, caisse.treasurer), { executionOn })
  await approveBatch(clock.call(caisse.id, caisse.coordinator), {
    batchId: batch.batchId,
    digest: batch.digest,
  })
  await releaseBatch(clock.call(caisse.id, caisse.treasurer), { batchId: batch.batchId })
  if (executionOn > today) return
  clock.set(executionOn, 12)
  const lines = Array.from({ length: batch.lines }, (_, i) => i + 1)
  await markExecuted(clock.call(caisse.id, caisse.treasurer), {
    batchId: batch.batchId,
    lines,
    on: executionOn,
  })
}
