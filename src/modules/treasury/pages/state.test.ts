import { expect } from 'vitest'
import { test } from '../../../../test/app.ts'
import { givenSignedIn } from '../../../../test/given-pages.ts'
import { givenCaisse } from '../../../../test/given.ts'
import type { Role } from '../../../kit/actor.ts'

test('the state of the caisse is for those who decide and those who evaluate, with its name and date', async ({
  app,
}) => {
  const caisse = await givenCaisse(app)
  const readers: Partial<Record<Role, number>> = {
    committee_member: 200,
    evaluator: 200,
    coordinator: 200,
    treasurer: 200,
    administrator: 200,
    resident: 403,
    outlet_manager: 403,
  }
  const pageOf = async (role: Role) => {
    const { browser } = await givenSignedIn(app, caisse, role)
    return browser.get(`/c/${caisse.slug}/etat`)
  }
  for (const [role, status] of Object.entries(readers))
    expect(`${role} ${(await pageOf(role as Role)).status}`).toBe(`${role} ${status}`)
  expect((await pageOf('evaluator')).html).toMatch(/Caisse d.essai, le \d+/)
})
