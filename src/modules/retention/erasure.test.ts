import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { v7 as uuid } from 'uuid'
import { describe, expect, inject } from 'vitest'
import { test, type TestApp } from '../../../test/app.ts'
import { givenHousehold } from '../../../test/given-contributions.ts'
import { expectChecksToPass } from '../../../test/given-treasury.ts'
import { givenTill } from '../../../test/given-accreditation.ts'
import { givenRights, payAt } from '../../../test/given-payments.ts'
import { givenSignedIn } from '../../../test/given-pages.ts'
import { aPerson } from '../../../test/given-people.ts'
import { givenCaisse, type GivenCaisse } from '../../../test/given.ts'
import { inDatabase } from '../../../test/global-setup.ts'
import { backup, restore } from '../../db/backup.ts'
import { inCaisse, openDb, openPool, type CaisseTx, type Db } from '../../db/db.ts'
import { ROLES, SYSTEM } from '../../kit/actor.ts'
import { translator } from '../../kit/i18n/translate.ts'
import { recordReceipts } from '../contributions/actions/receipts.ts'
import { grantRole, invitePerson, requestSignIn } from '../identity/actions.ts'
import { chooseCode, issueNumber } from '../payments/actions/payers.ts'
import { endHousehold } from '../people/actions/households.ts'
import { recordMandate } from '../people/actions/mandates.ts'
import { ERASED_NAME } from '../people/store/erasure.ts'
import { getHousehold, membersOf } from '../people/store/households.ts'
import { linkLogin } from '../people/store/own-household.ts'
import { erasePerson } from './actions.ts'
import { noteErasures, replayErasures, retain } from './jobs.ts'
import { lastReports, listErasures } from './store.ts'

const see = <T>(app: TestApp, caisse: GivenCaisse, read: (tx: CaisseTx) => Promise<T>) =>
  inCaisse(app.db, caisse.id, read)

/** Somebody who did what residents do, under words that stand nowhere else. */
async function givenKnown(app: TestApp, caisse: GivenCaisse) {
  const word = uuid().replaceAll('-', '').slice(-10)
  const words = {
    given: `Prenom${word}`,
    family: `Nom${word}`,
    email: `adresse.${word}@example.org`,
    phone: `01 99 ${word.replace(/\D/g, '7').slice(0, 6)}`,
    child: `Petit${word}`,
    helper: `Aide${word}`,
    helperEmail: `aide.${word}@example.org`,
  }
  const householdId = await givenHousehold(caisse, {
    kind: 'household',
    enteredOn: '2026-01-01',
    members: [
      aPerson({ givenName: words.given, familyName: words.family, email: words.email, phone: words.phone }),
      aPerson({ givenName: words.child, familyName: words.family, child: true, birthMonth: '2019-04' }),
    ],
    contribution: 30_00,
  })
  const [adult] = await see(app, caisse, (tx) => membersOf(tx, householdId))
  const { personId } = adult!
  await givenRights(app, caisse.id, householdId, 50_00)
  const { number } = await issueNumber(caisse.call(), { personId })
  await chooseCode(caisse.call(), { personId, code: '724093' })
  await recordReceipts(caisse.call(caisse.treasurer), {
    receipts: [{ householdId, amount: 30_00, method: 'transfer', receivedOn: '2026-11-20' }],
  })
  const { accountId } = await invitePerson(caisse.call(SYSTEM), {
    name: `${words.given} ${words.family}`,
    email: words.email,
    role: 'resident',
    fromOn: '2026-01-01',
  })
  await see(app, caisse, (tx) => linkLogin(tx, personId, accountId))
  await requestSignIn(app, translator('fr'), { email: words.email })
  await recordMandate(caisse.call(), {
    personId,
    helper: { kind: 'relative', name: words.helper, email: words.helperEmail },
    powers: ['balance'],
    signedOn: '2026-11-01',
    untilOn: '2027-06-30',
  })
  return { householdId, personId, accountId, number, words }
}

/** Every row of every table, as text, as a superuser reads a stolen dump. */
async function dump(database: string): Promise<string> {
  const admin = new pg.Client({ connectionString: inDatabase(inject('superUrl'), database) })
  await admin.connect()
  try {
    const { rows: tables } = await admin.query<{ name: string }>(
      `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')`,
    )
    const texts: string[] = []
    for (const { name } of tables) {
      const { rows } = await admin.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`)
      texts.push(...rows.map(({ row }) => row))
    }
    return texts.join('\n')
  } finally {
    await admin.end()
  }
}

const databaseOf = ({ ownerUrl }: TestApp): string => new URL(ownerUrl).pathname.slice(1)

/** Which of the words still stand somewhere. */
const standing = (text: string, people: readonly { words: Record<string, string> }[]): string[] =>
  people.flatMap(({ words }) => Object.values(words).filter((word) => text.includes(word)))

describe('a person who is erased', () => {
  test(
    'stands nowhere in a dump any more, and every amount is still there',
    { timeout: 120_000 },
    async ({ app }) => {
      const caisse = await givenCaisse(app)
      const till = await givenTill(app, caisse)
      const people = []
      const size = process.env['FAULTS'] === 'full' ? 100 : 8
      for (let i = 0; i < size; i += 1) people.push(await givenKnown(app, caisse))
      for (const { number } of people) await payAt(app, till, { number, code: '724093' }, 12_34)
      expect(standing(await dump(databaseOf(app)), people)).toHaveLength(size * 7)
      const before = await journalOf(app, caisse)
      for (const { personId } of people) await erasePerson(caisse.call(), { personId, sure: 'yes' })
      expect(standing(await dump(databaseOf(app)), people)).toEqual([])
      expect(await journalOf(app, caisse)).toEqual(before)
      await expectChecksToPass(app, caisse)
    },
  )

  test('leaves their household that day, pays no more and comes in no more', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const till = await givenTill(app, caisse)
    const { householdId, personId, number } = await givenKnown(app, caisse)
    await erasePerson(caisse.call(), { personId, sure: 'yes' })
    const { household, members } = await see(app, caisse, async (tx) => ({
      household: await getHousehold(tx, householdId),
      members: await membersOf(tx, householdId),
    }))
    expect(household).toMatchObject({ name: household.paymentReference, leavesOn: '2026-11-24' })
    expect(members.map((one) => [one.givenName, one.familyName, one.birthMonth, one.email])).toEqual([
      [ERASED_NAME, '', null, null],
      [ERASED_NAME, '', null, null],
    ])
    await expect(payAt(app, till, { number, code: '724093' }, 1_00)).rejects.toMatchObject({
      code: 'number_or_code',
    })
    await expect(erasePerson(caisse.call(), { personId, sure: 'yes' })).rejects.toMatchObject({
      code: 'unknown_person',
    })
  })

  test('leaves the others of the household theirs', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const householdId = await givenHousehold(caisse, {
      kind: 'household',
      members: [
        aPerson({ givenName: 'Ana', familyName: 'Essai' }),
        aPerson({ givenName: 'Bilal', familyName: 'Autre' }),
      ],
    })
    const [ana, bilal] = await see(app, caisse, (tx) => membersOf(tx, householdId)).then((members) =>
      ['Ana', 'Bilal'].map((name) => members.find((one) => one.givenName === name)!),
    )
    await erasePerson(caisse.call(), { personId: ana!.personId, sure: 'yes' })
    const { household, members } = await see(app, caisse, async (tx) => ({
      household: await getHousehold(tx, householdId),
      members: await membersOf(tx, householdId),
    }))
    expect(household).toMatchObject({ name: 'Bilal Autre', leavesOn: null })
    expect(members.find((one) => one.personId === bilal!.personId)).toMatchObject({
      givenName: 'Bilal',
      toOn: null,
    })
  })

  test('has no role of the team any more', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { personId, accountId } = await givenKnown(app, caisse)
    await grantRole(caisse.call(SYSTEM), { accountId, role: 'committee_member', fromOn: '2026-01-01' })
    await expect(erasePerson(caisse.call(), { personId, sure: 'yes' })).rejects.toMatchObject({
      code: 'still_has_a_role',
    })
  })

  test('is erased by coordination or administration, who say that they are sure', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const { personId } = await givenKnown(app, here)
    for (const role of ROLES.filter((one) => one !== 'coordinator' && one !== 'administrator')) {
      const scoped = ['helper', 'partner_structure', 'outlet_staff'].includes(role)
      if (scoped) continue
      const { actor } = await givenSignedIn(app, here, role)
      await expect(erasePerson(here.call(actor), { personId, sure: 'yes' })).rejects.toMatchObject({
        code: 'not_allowed',
      })
    }
    await expect(erasePerson(there.call(), { personId, sure: 'yes' })).rejects.toMatchObject({
      code: 'unknown_person',
    })
    await expect(erasePerson(here.call(), { personId, sure: '' })).rejects.toMatchObject({
      issues: [{ field: 'sure', message: 'sure' }],
    })
  })
})

describe('every night', () => {
  test('who left long enough ago is erased, and the report says how many', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [gone, staying] = [await givenKnown(app, caisse), await givenKnown(app, caisse)]
    await endHousehold(caisse.call(), { householdId: gone.householdId, leavesOn: '2026-11-30' })
    const night = async (instant: string) => {
      app.at(instant)
      await retain(app)
      return see(app, caisse, (tx) => lastReports(tx, 1))
    }
    expect(await night('2028-11-29T02:50:00Z')).toMatchObject([{ erased: 0, waiting: 2 }])
    expect(await night('2028-11-30T02:50:00Z')).toMatchObject([{ erased: 2, waiting: 0 }])
    expect(standing(await dump(databaseOf(app)), [gone])).toEqual([])
    expect(standing(await dump(databaseOf(app)), [staying]).length).toBeGreaterThan(4)
    expect(await see(app, caisse, listErasures)).toMatchObject([
      { reason: 'retention' },
      { reason: 'retention' },
    ])
  })
})

describe('a backup made before', () => {
  test(
    'brings nobody back: the list beside the database erases them again',
    { timeout: 120_000 },
    async ({ app }) => {
      const dataDir = await mkdtemp(join(tmpdir(), 'tablee-effacements-'))
      const file = join(dataDir, 'avant.tablee')
      const options = { dataDir, passphrase: 'quatre mots sans rapport' }
      const caisse = await givenCaisse(app)
      const person = await givenKnown(app, caisse)
      await backup(app.ownerUrl, file, options)
      await erasePerson(caisse.call(), { personId: person.personId, sure: 'yes' })
      await noteErasures({ ...app, dataDir })
      await noteErasures({ ...app, dataDir })
      const list = await readFile(join(dataDir, 'effacements.csv'), 'utf8')
      expect(list.split('\n').filter((line) => line.includes(person.personId))).toHaveLength(1)
      expect(standing(list, [person])).toEqual([])

      const database = `restored_${process.pid}`
      const restored = await emptyDatabase(database)
      const url = inDatabase(app.ownerUrl, database)
      await rm(join(dataDir, 'secrets.json'), { force: true })
      await restore(url, file, { ...options, dataDir: await mkdtemp(join(tmpdir(), 'tablee-neuf-')) })
      expect(standing(await dump(database), [person]).length).toBeGreaterThan(4)
      const db: Db = openDb(openPool(url, 2))
      try {
        const replayed = await replayErasures({ db, dataDir, now: app.now })
        expect(replayed.get(caisse.slug)).toBe(1)
        expect(standing(await dump(database), [person])).toEqual([])
        expect((await replayErasures({ db, dataDir, now: app.now })).size).toBe(0)
      } finally {
        await db.destroy()
        await restored.drop()
        await rm(dataDir, { recursive: true })
      }
    },
  )
})

async function emptyDatabase(name: string) {
  const query = async (statement: string) => {
    const admin = new pg.Client({ connectionString: inject('superUrl') })
    await admin.connect()
    await admin.query(statement)
    await admin.end()
  }
  await query(`create database ${name} owner tablee_owner`)
  return { drop: () => query(`drop database ${name} with (force)`) }
}

const journalOf = (app: TestApp, caisse: GivenCaisse) =>
  see(app, caisse, (tx) =>
    tx
      .selectFrom('transfer')
      .selectAll()
      .where('caisse_id', '=', caisse.id)
      .orderBy('gesture_id')
      .orderBy('leg')
      .execute(),
  )

/** Joins the gesture that wrote an event of a household's life, never a payment. */
const NO_PAYMENT = ['life-events.ts']

test('a payment is joined to a person only where thirteen months are counted', async () => {
  const modules = join(import.meta.dirname, '..')
  const entries = await readdir(modules, { recursive: true, withFileTypes: true })
  const joining: string[] = []
  for (const entry of entries.filter(
    ({ name }) => /\.tsx?$/.test(name) && !name.includes('.test.') && !NO_PAYMENT.includes(name),
  )) {
    const text = await readFile(join(entry.parentPath, entry.name), 'utf8')
    const joins = /\b(?:from|join) gesture\b/.test(text) && /\bjoin (?:payer|person)\b/.test(text)
    if (joins && !text.includes('joinedSince')) joining.push(entry.name)
  }
  expect(joining).toEqual([])
})
