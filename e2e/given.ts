import { openInstallation } from '../src/installation.ts'
import { INSTALLATION, inCaisse, type CaisseId } from '../src/db/db.ts'
import { STAFF } from '../src/demo/cast.ts'
import { SYSTEM, type Actor } from '../src/kit/actor.ts'
import type { App } from '../src/kit/app.ts'
import type { Call } from '../src/kit/gesture.ts'
import { addDays, addMonths, dayAt, firstDay, monthOf, type Day } from '../src/kit/month.ts'
import { recordOutlet, signAgreement } from '../src/modules/accreditation/actions.ts'
import { enrolDevice } from '../src/modules/accreditation/devices.ts'
import { prepareMonth } from '../src/modules/allocations/actions/prepare.ts'
import { approveRun, issueRun, issueRunToTheEnd } from '../src/modules/allocations/actions/run.ts'
import { openCaisse } from '../src/modules/caisses/actions.ts'
import { findCaisse, listDecisions, reglementIn, type Caisse } from '../src/modules/caisses/store.ts'
import { registerHouseholds } from '../src/modules/contributions/actions/register.ts'
import { grantRole, invitePerson, openSession } from '../src/modules/identity/actions.ts'
import { accountsWithEmail, grantsOf } from '../src/modules/identity/store.ts'
import { chooseCode, issueNumber } from '../src/modules/payments/actions/payers.ts'
import { membersOf } from '../src/modules/people/store/households.ts'
import { linkLogin } from '../src/modules/people/store/own-household.ts'

import { prepareClosingCaisse, type ClosingGiven } from './given-closing.ts'

/** Somebody with an account, a number and a code. Everybody here is invented. */
export type Resident = { name: string; session: string; number: string; code: string }

/** What the journeys find besides the demonstration: people of their own, so that none waits for another. */
export type Given = {
  slug: string
  /** Each has their allocation of this month. */
  residents: Record<JourneyName, Resident>
  /** Joined after the month was issued: waits for a complement. */
  newcomer: Resident
  /** The address that enrols the device of an outlet which only the journeys use, and one for guessed codes. */
  till: string
  otherTill: string
  /** Of an outlet whose agreement ended yesterday. */
  endedTill: string
  /** A caisse where nothing has happened yet, whose one coordinator also looks after the main one. */
  emptySlug: string
  /** A caisse whose last day was yesterday, and that owes nobody. */
  endingSlug: string
  severalRoles: string
  /** Has an account, and is in no household. */
  outsider: string
  /** Two adults of one household that has its allocation, without numbers yet. */
  couple: { file: string; first: string; second: string }
  /** A caisse whose last month is to be closed. */
  closing: ClosingGiven
}

export const JOURNEYS = ['till', 'noScript', 'keyboard', 'guess', 'part', 'screens', 'month'] as const
export type JourneyName = (typeof JOURNEYS)[number]

const CODE = '7240'

const NAMES = [
  'Ondine Pissenlit',
  'Barnabé Ortie',
  'Félicie Bourrache',
  'Gaspard Pourpier',
  'Lise Arroche',
  'Zéphyr Sureau',
  'Maëlle Tussilage',
]

async function prepareGiven(app: App): Promise<Given> {
  const caisse = (await findCaisse(app.db, 'nantes-ouest'))!
  const today = dayAt(app.now(), caisse.time_zone)
  const call = (actor: Actor = SYSTEM, caisseId: CaisseId = caisse.id): Call => ({
    app,
    actor,
    caisseId,
    key: app.newId(),
  })
  const coordinator = await personWith(app, STAFF.coordinator.email)
  const treasurer = await personWith(app, STAFF.treasurer.email)

  const residents = await Promise.all(NAMES.map((name) => register(app, caisse, name)))
  const { householdIds: couple } = await registerHouseholds(call(), {
    households: [
      {
        kind: 'household',
        // They lived together yesterday.
        enteredOn: addDays(today, -1),
        contribution: 30_00,
        members: ['Perrine', 'Odilon'].map((givenName) => ({ givenName, familyName: 'Saponaire' })),
      },
    ],
  })
  const month = monthOf(today)
  const run = await prepareMonth(call(coordinator), { month })
  await approveRun(call(treasurer), { runId: run.runId, digest: run.digest })
  await issueRun(call(treasurer), { runId: run.runId })
  await issueRunToTheEnd(app, caisse.id, run.runId)
  const newcomer = await register(app, caisse, 'Apolline Roquette')

  const [decision] = await inCaisse(app.db, caisse.id, listDecisions)
  const { outletId } = await recordOutlet(call(), {
    kind: 'shop',
    legalName: 'Comptoir des Parcours (lieu inventé)',
    tradeName: 'Comptoir des Parcours',
    address: '2 rue des Essais, 44100 Nantes',
    opening: 'tous les jours, 9 h à 19 h',
  })
  await signAgreement(call(), {
    outletId,
    decisionId: decision!.id,
    signedOn: decision!.decided_on,
    fromOn: addDays(today, -1),
    toOn: null,
    scope: 'Tout, sauf l’alcool.',
  })
  const { outletId: endedId } = await recordOutlet(call(), {
    kind: 'market_stall',
    legalName: 'Étal d’hier (lieu inventé)',
    tradeName: 'Étal d’hier',
    address: '3 rue des Essais, 44100 Nantes',
  })
  await signAgreement(call(), {
    outletId: endedId,
    decisionId: decision!.id,
    signedOn: decision!.decided_on,
    fromOn: addDays(today, -60),
    toOn: addDays(today, -1),
    scope: 'Tout.',
  })
  const tillOf = async (label: string, outlet = outletId) => {
    const { token } = await enrolDevice(call(), { outletId: outlet, label })
    return `/encaisser/appareil/${token}`
  }

  const { caisseId: emptyId } = await openCaisse(call(SYSTEM, INSTALLATION), {
    organisationId: caisse.organisation_id,
    bankAccountId: caisse.bank_account_id,
    slug: 'caisse-qui-commence',
    name: 'Caisse qui commence',
    unitName: 'droits',
  })
  const { accountId } = await invitePerson(call(SYSTEM, emptyId), {
    name: 'Noé Cerfeuil',
    email: 'noe@example.org',
    role: 'coordinator',
    fromOn: today,
  })
  await grantRole(call(SYSTEM), { accountId, role: 'committee_member', fromOn: today })
  const { caisseId: endingId } = await openCaisse(call(SYSTEM, INSTALLATION), {
    organisationId: caisse.organisation_id,
    slug: 'caisse-qui-finit',
    name: 'Caisse qui finit',
    unitName: 'droits',
  })
  const [administrator] = await accountsWithEmail(app.db, STAFF.administrator.email)
  for (const role of ['administrator', 'coordinator'] as const)
    await grantRole(call(SYSTEM, endingId), {
      accountId: administrator!.id,
      role,
      fromOn: addDays(today, -30),
    })
  await app.db
    .updateTable('caisse')
    .set({ last_day: addDays(today, -1) })
    .where('id', '=', endingId)
    .execute()
  const outsider = await invitePerson(call(SYSTEM), {
    name: 'Lou Persil',
    email: 'lou@example.org',
    role: 'resident',
    fromOn: today,
  })
  return {
    slug: caisse.slug,
    residents: Object.fromEntries(JOURNEYS.map((name, i) => [name, residents[i]!])) as Given['residents'],
    newcomer,
    till: await tillOf('Tablette des parcours'),
    otherTill: await tillOf('Tablette des codes devinés'),
    endedTill: await tillOf('Téléphone de l’étal', endedId),
    emptySlug: 'caisse-qui-commence',
    endingSlug: 'caisse-qui-finit',
    severalRoles: await sessionOf(app, accountId),
    outsider: await sessionOf(app, outsider.accountId),
    couple: { file: `/c/${caisse.slug}/foyers/${couple[0]}`, first: 'Perrine', second: 'Odilon' },
    closing: await prepareClosingCaisse(app, { today, content: await rulesLike(app, caisse, today) }),
  }
}

/** The règlement that the main caisse has today, for another from last month on. */
async function rulesLike(app: App, caisse: Caisse, today: Day) {
  const since = addMonths(monthOf(today), -1)
  const { content } = await inCaisse(app.db, caisse.id, (tx) => reglementIn(tx, monthOf(today)))
  return {
    content,
    validFrom: since,
    origin: 'invented' as const,
    decision: { decidedOn: firstDay(since), body: 'Comité citoyen', title: 'Lancer la caisse' },
  }
}

async function personWith(app: App, email: string): Promise<Actor> {
  const [account] = await accountsWithEmail(app.db, email)
  if (!account) throw new Error(`the demonstration has nobody at ${email}`)
  const { id: accountId, display_name: name } = account
  return { kind: 'account', accountId, name, grants: await grantsOf(app.db, accountId) }
}

async function sessionOf(app: App, accountId: string): Promise<string> {
  return (await openSession(app, accountId, 'e2e')).session
}

/** A household of one, from today, who signs in and pays. */
async function register(app: App, caisse: Caisse, name: string): Promise<Resident> {
  const call = (): Call => ({ app, actor: SYSTEM, caisseId: caisse.id, key: app.newId() })
  const today = dayAt(app.now(), caisse.time_zone)
  const [givenName, familyName] = name.split(' ') as [string, string]
  const { householdIds } = await registerHouseholds(call(), {
    households: [
      {
        kind: 'single',
        name: `Foyer ${name}`,
        enteredOn: today,
        contribution: 20_00,
        members: [{ givenName, familyName }],
      },
    ],
  })
  const [member] = await inCaisse(app.db, caisse.id, (tx) => membersOf(tx, householdIds[0]!))
  const { personId } = member!
  const { number } = await issueNumber(call(), { personId })
  await chooseCode(call(), { personId, code: CODE })
  const { accountId } = await invitePerson(call(), {
    name,
    email: `${givenName
      .toLowerCase()
      .normalize('NFD')
      .replace(/[^a-z]/g, '')}@example.org`,
    role: 'resident',
    fromOn: today,
  })
  await inCaisse(app.db, caisse.id, (tx) => linkLogin(tx, personId, accountId))
  return { name, session: await sessionOf(app, accountId), number, code: CODE }
}

// `tsx e2e/given.ts <data folder>`, beside a running Tablée: prints what it made as JSON.
const { app, stop } = await openInstallation({ TABLEE_DATA: process.argv[2] }, { guest: true })
try {
  console.log(JSON.stringify(await prepareGiven(app)))
} finally {
  await stop()
}
