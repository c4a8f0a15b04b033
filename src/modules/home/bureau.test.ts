import { describe, expect } from 'vitest'
import { test } from '../../../test/app.ts'
import { givenTill } from '../../../test/given-accreditation.ts'
import { givenHouseholds, givenIssuedMonth } from '../../../test/given-allocations.ts'
import { givenSignedIn } from '../../../test/given-pages.ts'
import { givenPayer, payAt } from '../../../test/given-payments.ts'
import { givenRequest } from '../../../test/given-welcome.ts'
import { givenCaisse } from '../../../test/given.ts'
import { monthOf } from '../../kit/month.ts'
import { changeOutletBank } from '../accreditation/iban.ts'
import { approveRun } from '../allocations/actions/run.ts'
import { prepareMonth } from '../allocations/actions/prepare.ts'

const plain = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;|’/g, "'")
    .replace(/[\s\u00a0\u202f]+/g, ' ')

describe('what waits for the team', () => {
  test('a month to prepare, then to sign, each time for whoever has not signed', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const coordinator = await givenSignedIn(app, caisse, 'coordinator')
    const treasurer = await givenSignedIn(app, caisse, 'treasurer')
    await givenHouseholds(app, caisse.id, [{ adults: 2 }])
    const page = async (who: typeof coordinator) =>
      plain((await who.browser.get(`/c/${caisse.slug}/bureau`)).html)
    const month = monthOf(app.now().toISOString().slice(0, 10))

    expect(await page(coordinator)).toContain("Préparer l'allocation de")
    const run = await prepareMonth(caisse.call(coordinator.actor), { month })
    expect(await page(coordinator)).toContain('attend une autre signature')
    expect(await page(treasurer)).toContain("Relire et signer l'allocation")
    await approveRun(caisse.call(treasurer.actor), { runId: run.runId, digest: run.digest })
    expect(await page(coordinator)).toContain("Verser l'allocation de")
  })

  test('adults without a code, and a caisse whose money only one person may sign', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    await givenHouseholds(app, caisse.id, [{ adults: 2, children: ['2020-03'] }])
    const page = plain((await browser.get(`/c/${caisse.slug}/bureau`)).html)
    expect(page).toContain("2 personnes n'ont pas encore choisi leur code")
    expect(page).toContain('Il manque une deuxième signature')
  })

  test('each thing leads to where it is done, by whoever looks', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const coordinator = await givenSignedIn(app, caisse, 'coordinator')
    const treasurer = await givenSignedIn(app, caisse, 'treasurer')
    const till = await givenTill(app, caisse)
    await payAt(app, till, await givenPayer(app, caisse), 12_50)
    await givenHouseholds(app, caisse.id, [{ adults: 1 }])
    await givenRequest(caisse)
    await changeOutletBank(caisse.call(coordinator.actor), {
      outletId: till.outlet.id,
      bank: { holder: 'SAS Épicerie du Marché', iban: 'FR7630006000011234567890189' },
    })
    const led = new Map<string, string[]>()
    for (const { browser, actor } of [coordinator, treasurer]) {
      const { html } = await browser.get(`/c/${caisse.slug}/bureau`)
      const rows = html.split('row-link').slice(1)
      const hrefs = rows.map((row) => /href="([^"]+)"/.exec(row)![1]!)
      for (const href of hrefs) expect(`${href} ${(await browser.get(href)).status}`).toBe(`${href} 200`)
      led.set(actor.grants[0]!.role, hrefs)
    }
    expect(led.get('coordinator')!.length).toBeGreaterThan(led.get('treasurer')!.length)
    expect(led.get('coordinator')!.length).toBeGreaterThanOrEqual(4)
  })

  test('nothing, and it says so', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browser } = await givenSignedIn(app, caisse, 'coordinator')
    await givenSignedIn(app, caisse, 'treasurer')
    app.at('2026-11-12T09:00:00Z')
    await givenIssuedMonth(app, caisse, '2026-11')
    expect(plain((await browser.get(`/c/${caisse.slug}/bureau`)).html)).toContain("Rien n'attend aujourd'hui")
  })

  test('takings of the month by outlet, for the team only', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const till = await givenTill(app, caisse)
    const payer = await givenPayer(app, caisse)
    await payAt(app, till, payer, 12_50)
    const coordinator = await givenSignedIn(app, caisse, 'coordinator')
    const member = await givenSignedIn(app, caisse, 'committee_member')
    const address = `/c/${caisse.slug}/bureau`
    expect(plain((await coordinator.browser.get(address)).html)).toContain('reçoit 100 % des achats du mois')
    expect((await member.browser.get(address)).status).toBe(403)
  })
})
