import { v7 as uuid } from 'uuid'
import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../test/app.ts'
import { givenTill } from '../../../test/given-accreditation.ts'
import { givenBrowser, givenSignedIn } from '../../../test/given-pages.ts'
import { givenPayer, outcomeOf, payAt } from '../../../test/given-payments.ts'
import { givenCaisse, type GivenCaisse } from '../../../test/given.ts'
import { runChecks } from '../../db/checks.ts'
import { inCaisse } from '../../db/db.ts'
import { prepareMonth } from '../allocations/actions/prepare.ts'
import { recordDecision } from '../caisses/actions.ts'
import { getCaisse } from '../caisses/store.ts'
import { resetSecondFactor } from '../identity/team.ts'
import { approveBatch, markExecuted, prepareBatch, releaseBatch } from '../settlements/actions.ts'
import { linesIn } from '../settlements/store.ts'
import { announceEnd, archiveCaisse, reopenCaisse, withdrawEnd } from './actions/ending.ts'
import { readEnding } from './store/ending.ts'

const CODE = (code: string) => expect.objectContaining({ code })

/** A caisse with an outlet that sells, and somebody who administrates it. */
async function givenPilot(app: TestApp) {
  const caisse = await givenCaisse(app)
  const till = await givenTill(app, caisse)
  const payer = await givenPayer(app, caisse)
  const admin = await givenSignedIn(app, caisse, 'administrator')
  return { caisse, till, payer, admin, as: () => caisse.call(admin.actor) }
}

const look = (app: TestApp, caisse: GivenCaisse) =>
  inCaisse(app.db, caisse.id, (tx) => readEnding(tx, app.now()))

const decision = { decidedOn: '2026-11-20', body: 'Assemblée', title: 'Autre chose' }

/** The outlets are paid what they are owed, by two people. */
async function settle(app: TestApp, caisse: GivenCaisse, executionOn: string) {
  const [one, two] = [
    await givenSignedIn(app, caisse, 'treasurer'),
    await givenSignedIn(app, caisse, 'coordinator'),
  ]
  const { batchId, digest } = await prepareBatch(caisse.call(one.actor), { executionOn })
  await approveBatch(caisse.call(two.actor), { batchId, digest })
  await releaseBatch(caisse.call(two.actor), { batchId, format: 'list' })
  app.at(`${executionOn}T15:00:00Z`)
  const lines = await inCaisse(app.db, caisse.id, (tx) => linesIn(tx, batchId))
  await markExecuted(caisse.call(one.actor), {
    batchId,
    lines: lines.map(({ line }) => line),
    on: executionOn,
  })
}

describe('the end of a pilot', () => {
  test('goes from the last day to the archive, outlets paid, and then nothing changes', async ({ app }) => {
    const { caisse, till, payer, as } = await givenPilot(app)
    await expect(archiveCaisse(as(), {})).rejects.toEqual(CODE('ending_not_announced'))
    await announceEnd(as(), { lastDay: '2026-11-25' })
    expect(await outcomeOf(payAt(app, till, payer, 30_00))).toBe('paid')
    await expect(archiveCaisse(as(), {})).rejects.toEqual(CODE('ending_not_yet'))

    app.at('2026-11-26T09:00:00Z')
    expect(await outcomeOf(payAt(app, till, payer, 1_00))).toBe('not_accredited')
    expect((await look(app, caisse)).remains).toMatchObject({ rightsCents: 70_00, owedCents: 30_00 })
    await expect(archiveCaisse(as(), {})).rejects.toEqual(CODE('ending_outlets_owed'))
    await settle(app, caisse, '2026-11-27')
    app.at('2026-11-28T09:00:00Z')
    expect((await look(app, caisse)).remains).toMatchObject({ owedCents: 0, batchesOpen: 0 })
    await archiveCaisse(as(), {})

    await expect(recordDecision(as(), decision)).rejects.toEqual(CODE('caisse_archived'))
    await expect(prepareMonth(as(), { month: '2026-12' })).rejects.toEqual(CODE('caisse_archived'))
    await expect(announceEnd(as(), { lastDay: '2027-01-01' })).rejects.toEqual(CODE('caisse_archived'))
    expect(await outcomeOf(payAt(app, till, payer, 1_00))).toBe('caisse_archived')
    // Who may read it can still be changed, and a lost phone still reset.
    const other = await givenSignedIn(app, caisse, 'treasurer')
    await resetSecondFactor(as(), { accountId: other.actor.accountId })
    // All pages still read.
    const reader = await givenSignedIn(app, caisse, 'administrator')
    for (const page of ['', '/mois', '/foyers', '/equipe', '/tresorerie', '/reglement'])
      expect((await reader.browser.get(`/c/${caisse.slug}${page}`)).status, page).toBe(200)
    expect((await runChecks(app.db, caisse.id)).findings).toEqual([])

    await reopenCaisse(as(), {})
    await recordDecision(as(), decision)
  })

  test('another day replaces the first, and outlets follow; so they do when it goes on after all', async ({
    app,
  }) => {
    const { caisse, till, payer, as } = await givenPilot(app)
    await announceEnd(as(), { lastDay: '2026-11-24' })
    await announceEnd(as(), { lastDay: '2026-11-30' })
    app.at('2026-11-29T09:00:00Z')
    expect(await outcomeOf(payAt(app, till, payer, 1_00))).toBe('paid')
    await withdrawEnd(as(), {})
    app.at('2026-12-05T09:00:00Z')
    expect(await outcomeOf(payAt(app, till, payer, 1_00))).toBe('paid')
    expect(await inCaisse(app.db, caisse.id, (tx) => getCaisse(tx, caisse.id))).toMatchObject({
      last_day: null,
    })
    await expect(withdrawEnd(as(), {})).rejects.toEqual(CODE('ending_not_announced'))
  })

  test('only an administrator ends it, and not in the past', async ({ app }) => {
    const { caisse, as } = await givenPilot(app)
    await expect(announceEnd(caisse.call(), { lastDay: '2026-12-31' })).rejects.toEqual(CODE('not_allowed'))
    await expect(announceEnd(as(), { lastDay: '2026-11-23' })).rejects.toEqual(CODE('ending_in_the_past'))
  })
})

describe('its page', () => {
  test('tells everybody, shows what remains, and lets an administrator leave with all', async ({ app }) => {
    const { caisse, admin } = await givenPilot(app)
    const page = `/c/${caisse.slug}/fin`
    await admin.browser.post(page, { key: uuid(), lastDay: '2026-12-31' })
    const plain = (html: string) => html.replaceAll(/[\u00a0\u202f]/g, ' ')
    expect(plain((await admin.browser.get(page)).html)).toContain('La caisse s’arrête le 31 décembre 2026')
    const visitor = await givenBrowser(app).get(`/c/${caisse.slug}`)
    expect(plain(visitor.html)).toContain('On peut y acheter jusqu’à ce jour compris.')
    expect((await admin.browser.get(`${page}/tout.xlsx`)).status).toBe(403)
    const { browser } = await givenSignedIn(app, caisse, 'treasurer')
    const all = await browser.get(`${page}/tout.xlsx`)
    expect(all.status).toBe(200)
    expect(all.html.slice(0, 2)).toBe('PK')
    const { rows } = await inCaisse(app.db, caisse.id, (tx) =>
      sql`select 1 from gesture where caisse_id = ${caisse.id} and kind = 'export_all'`.execute(tx),
    )
    expect(rows).toHaveLength(1)
    expect((await browser.get(page)).html).not.toContain('Annoncer')
  })
})
