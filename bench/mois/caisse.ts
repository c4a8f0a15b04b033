import { v7 as uuid } from 'uuid'
import { INSTALLATION, type CaisseId } from '../../src/db/db.ts'
import { SYSTEM, type Actor, type Role } from '../../src/kit/actor.ts'
import type { App } from '../../src/kit/app.ts'
import type { Call } from '../../src/kit/gesture.ts'
import type { Month } from '../../src/kit/month.ts'
import { openCaisse, openOrganisation } from '../../src/modules/caisses/actions.ts'
import { aReglement } from '../../test/given.ts'

export type BenchCaisse = { id: CaisseId; treasurer: Actor; coordinator: Actor }

export async function openBenchCaisse(app: App, since: Month): Promise<BenchCaisse> {
  const onInstallation = () => ({ app, actor: SYSTEM, caisseId: INSTALLATION, key: uuid() })
  const { organisationId } = await openOrganisation(onInstallation(), { legalName: 'Association de mesure' })
  const { caisseId } = await openCaisse(onInstallation(), {
    organisationId,
    slug: `mesure-${uuid().slice(-6)}`,
    name: 'Mesure',
    reglement: {
      content: aReglement(),
      validFrom: since,
      origin: 'invented',
      decision: { decidedOn: `${since}-01`, body: 'Mesure', title: 'Règlement de mesure' },
    },
  })
  const [treasurer, coordinator] = [
    await account(app, caisseId, 'treasurer'),
    await account(app, caisseId, 'coordinator'),
  ]
  return { id: caisseId, treasurer, coordinator }
}

async function account(app: App, caisseId: CaisseId, role: Role): Promise<Actor> {
  const accountId = uuid()
  await app.db.insertInto('login_account').values({ id: accountId, display_name: role }).execute()
  return {
    kind: 'account',
    accountId,
    name: role,
    grants: [{ caisseId, role, fromOn: '2020-01-01', untilOn: null }],
  }
}

/** A new request of somebody. */
export const callOf = (app: App, caisse: BenchCaisse, actor: Actor): Call => ({
  app,
  actor,
  caisseId: caisse.id,
  key: uuid(),
})
