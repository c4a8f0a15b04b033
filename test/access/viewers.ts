import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { inCaisse, type CaisseId } from '../../src/db/db.ts'
import { ROLES, SYSTEM, type Role, type ScopeKind } from '../../src/kit/actor.ts'
import { listCaisses } from '../../src/modules/caisses/store.ts'
import { recordReceipts } from '../../src/modules/contributions/actions/receipts.ts'
import { registerHouseholds } from '../../src/modules/contributions/actions/register.ts'
import { enrolDevice } from '../../src/modules/accreditation/devices.ts'
import { listOutlets } from '../../src/modules/accreditation/store.ts'
import { invitePerson, openNumberSession, openSession } from '../../src/modules/identity/actions.ts'
import { pay } from '../../src/modules/payments/actions/pay.ts'
import { chooseCode, issueNumber } from '../../src/modules/payments/actions/payers.ts'
import { membersOf } from '../../src/modules/people/store/households.ts'
import { linkLogin } from '../../src/modules/people/store/own-household.ts'
import type { TestApp } from '../app.ts'
import { givenRights } from '../given-payments.ts'
import { givenBrowser, type Browser } from '../given-pages.ts'

/** A caisse of the demonstration: months, money, places and people in nearly every table. */
export type World = {
  app: TestApp
  here: { id: CaisseId; slug: string }
  there: { id: CaisseId; slug: string }
  /** Rows about the household of `CANARY`, by the parameter that names them. */
  canary: Readonly<Record<string, string>>
  /** Each time a browser of its own, so that signing out ends nobody else's session. */
  open: Readonly<Record<Viewer, () => Promise<Browser>>>
}

/** Who looks: each role, whoever came in by number and code, an outlet's device, nobody. */
export const VIEWERS = ['nobody', ...ROLES, 'neighbour', 'number', 'till'] as const
export type Viewer = (typeof VIEWERS)[number]

/** A household whose words nobody but its own people and the team's eyes may ever read. */
export const CANARY = {
  givenName: 'Quetzalcoatl',
  familyName: 'Zyxwvutsrq',
  email: 'quetzal.zyx@example.org',
  phone: '01 99 00 47 31',
  /** Euros, as the pledge is typed and as pages write it. */
  pledge: '47,31',
  pledgeText: /47[,.]31/,
} as const

let seeded: Promise<World> | undefined

export const givenWorld = (app: TestApp): Promise<World> => (seeded ??= openWorld(app))

async function openWorld(app: TestApp): Promise<World> {
  const caisses = await listCaisses(app.db)
  const named = (slug: string) => {
    const { id } = caisses.find((caisse) => caisse.slug === slug)!
    return { id, slug }
  }
  const [here, there] = [named('nantes-ouest'), named('pays-de-retz')]
  const call = () => ({ app, actor: SYSTEM, caisseId: here.id, key: uuid() })

  const { householdIds } = await registerHouseholds(call(), {
    households: [
      {
        kind: 'single',
        enteredOn: '2026-11-01',
        members: [
          {
            givenName: CANARY.givenName,
            familyName: CANARY.familyName,
            email: CANARY.email,
            phone: CANARY.phone,
          },
        ],
        contribution: CANARY.pledge,
      },
    ],
  })
  const householdId = householdIds[0]!
  const personId = await inCaisse(
    app.db,
    here.id,
    async (tx) => (await membersOf(tx, householdId))[0]!.personId,
  )
  await givenRights(app, here.id, householdId, 80_00)
  const { number } = await issueNumber(call(), { personId })
  await chooseCode(call(), { personId, code: '4731' })
  const outletId = await inCaisse(app.db, here.id, async (tx) => (await listOutlets(tx, '2026-11-24'))[0]!.id)
  const till = await enrolDevice(call(), { outletId, label: 'Tablette de la matrice' })
  const device = {
    kind: 'device',
    deviceId: till.deviceId,
    outletId,
    outletName: 'Tablette de la matrice',
  } as const
  await pay(app, device, { key: uuid(), number, code: '4731', amountCents: 12_34 })

  const stranger = await inCaisse(app.db, here.id, async (tx) => {
    const { rows } = await sql<{ id: string; name: string }>`
      select person_id as id, given_name as name from payer join person on person.caisse_id = payer.caisse_id and person.id = person_id
      where payer.caisse_id = ${here.id} and person_id <> ${personId} order by person_id limit 1
    `.execute(tx)
    return rows[0]!
  })
  const scopes: Partial<Record<Role, { scope: ScopeKind; scopeId: string }>> = {
    helper: { scope: 'person', scopeId: stranger.id },
    partner_structure: { scope: 'structure', scopeId: uuid() },
    outlet_staff: { scope: 'outlet', scopeId: outletId },
    outlet_manager: { scope: 'outlet', scopeId: outletId },
  }
  const { receiptIds } = await recordReceipts(call(), {
    receipts: [{ householdId, amount: CANARY.pledge, method: 'cheque', receivedOn: '2026-11-20' }],
  })
  const account = async (role: Role): Promise<string> => {
    const { accountId } = await invitePerson(call(), {
      name: `Qui regarde ${role}`,
      email: `${role}.${uuid()}@example.org`,
      role,
      fromOn: '2026-01-01',
      ...scopes[role],
    })
    return accountId
  }
  const signIn = (accountId: string) => async () => {
    const { session } = await openSession(app, accountId, 'essai', { secondFactor: true })
    return givenBrowser(app, { tablee: session })
  }
  const open: Partial<Record<Viewer, () => Promise<Browser>>> = {}
  for (const role of ROLES) open[role] = signIn(await account(role))
  const neighbour = await account('resident')
  await inCaisse(app.db, here.id, (tx) => linkLogin(tx, personId, neighbour))
  return {
    app,
    here,
    there,
    canary: { household: householdId, person: personId, receipt: receiptIds[0]! },
    open: {
      ...(open as Record<Role, () => Promise<Browser>>),
      nobody: async () => givenBrowser(app),
      neighbour: signIn(neighbour),
      number: async () => {
        const person = { caisseId: here.id, personId: stranger.id, personName: stranger.name, userAgent: '' }
        return givenBrowser(app, { tablee: (await openNumberSession(app, person)).session })
      },
      till: async () => givenBrowser(app, { tablee_lieu: till.token }),
    },
  }
}

/** Where the object of a route's parameter is found in a caisse: its first row, in no order in particular. */
const OBJECTS: Readonly<Record<string, string>> = {
  poster: 'poster',
  someone: 'outreach_contact',
  action: 'outreach_action',
  application: 'grant_application',
  mention: 'funder_mention',
  aside: 'minutes_aside',
  batch: 'settlement_batch',
  block: 'newsletter_block',
  contact: 'contact',
  deposit: 'deposit',
  figure: 'sister_figure',
  document: 'document',
  folder: 'document_folder',
  grant: 'grant_award',
  group: 'working_group',
  household: 'household',
  letter: 'newsletter',
  one: 'contact',
  other: 'contact',
  need: 'group_need',
  milestone: 'milestone',
  news: 'news',
  material: 'meeting_material',
  meeting: 'meeting',
  outlet: 'agreement.outlet_id',
  partner: 'partner',
  date: 'poll_date',
  person: 'payer.person_id',
  poll: 'poll',
  photo: 'photo',
  receipt: 'receipt',
  publication: 'sister_publication',
  sister: 'sister_caisse',
  subscriber: 'newsletter_subscriber',
  registration: 'meeting_registration',
  request: 'pre_registration',
  run: 'allocation_run',
  step: 'learning_step',
  task: 'group_task',
  section: 'minutes_section',
  territory: 'territory',
  version: 'reglement_version',
  wave: 'wave',
}

/** Parameters that name no row of a caisse. */
const WORDS: Readonly<Record<string, string>> = {
  locale: 'fr',
  kind: 'text',
  page: 'accueil',
  place: 'bellevue',
  persona: 'habitante',
  token: 'aucun',
  key: 'aucune',
  month: '2026-10',
  line: '1',
  // The end of a link that only a mail tells.
  mac: 'AAAAAAAAAAAAAAAAAAAAAA',
  number: '1',
  year: '2026',
}

const NOWHERE = '00000000-0000-7000-8000-000000000000'

export type Route = { method: 'GET' | 'POST'; path: string }

/** `/c/:slug/mois/:run{[0-9a-f-]{36}}/:act{signer|emettre}` as a line of the table: patterns of ids are left out. */
export const nameOf = ({ method, path }: Route): string =>
  `${method} ${path.replace(/\{\[[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, '')}`

/** What a route is asked for, whose objects are those of a caisse; `objects` are the rows it names. */
export async function addressOf(
  { app, here, canary }: World,
  { path }: Route,
  slug: string,
  objectsOf: CaisseId,
): Promise<{ address: string; objects: readonly string[] }> {
  const objects: string[] = []
  const parts = path
    .replace(':version{[0-9a-f-]{36}\\.json}', ':version')
    .split('/')
    .map(async (part) => {
      if (!part.startsWith(':')) return part
      const [, name = '', pattern] = /^:(\w+)(?:\{(.*)\})?$/.exec(part) ?? []
      if (name === 'slug') return slug
      if (WORDS[name] !== undefined) return WORDS[name]
      if (pattern && /^[a-z_|]+$/.test(pattern)) return pattern.split('|')[0]!
      const own = objectsOf === here.id ? canary[name] : undefined
      const object = own ?? (await firstRow(app, OBJECTS[name], objectsOf)) ?? NOWHERE
      objects.push(object)
      return object
    })
  const address = (await Promise.all(parts)).join('/')
  return { address: path.includes('\\.json') ? `${address}.json` : address, objects }
}

async function firstRow(app: TestApp, object: string | undefined, caisseId: CaisseId) {
  if (object === undefined) return undefined
  const [table, column = 'id'] = object.split('.')
  const { rows } = await inCaisse(app.db, caisseId, (tx) =>
    sql<{ id: string }>`
      select ${sql.ref(column)} as id from ${sql.table(table!)} where caisse_id = ${caisseId} limit 1
    `.execute(tx),
  )
  return rows[0]?.id
}
