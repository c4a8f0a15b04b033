import { v7 as uuid } from 'uuid'
import { INSTALLATION, inCaisse, type CaisseId } from '../src/db/db.ts'
import { SYSTEM, type Actor } from '../src/kit/actor.ts'
import type { App } from '../src/kit/app.ts'
import type { Call } from '../src/kit/gesture.ts'
import { addDays, addMonths, firstDay, monthOf, startOfDay, type Day, type Month } from '../src/kit/month.ts'
import { recordOutlet } from '../src/modules/accreditation/actions.ts'
import { openCaisse, openOrganisation } from '../src/modules/caisses/actions.ts'
import { computeDues } from '../src/modules/contributions/actions/dues.ts'
import { registerHouseholds } from '../src/modules/contributions/actions/register.ts'
import { invitePerson, openSession } from '../src/modules/identity/actions.ts'
import { caisseAccount, householdAccount, ownedAccount, post } from '../src/modules/ledger/store.ts'
import { approveBatch, prepareBatch, releaseBatch } from '../src/modules/settlements/actions.ts'
import { nextTargetDay } from '../src/modules/settlements/rules/target-calendar.ts'
import { recordOpeningBalance } from '../src/modules/treasury/actions.ts'

const ZONE = 'Europe/Paris'

/** Somebody who signs, with a browser. */
type Signer = { session: string; actor: Actor }

export type ClosingGiven = {
  slug: string
  /** The month that is over, and the day its transfers were made. */
  month: Month
  executedOn: Day
  treasurer: { session: string }
  coordinator: { session: string }
}

/** A small caisse whose last month is to be closed: three dues of 20, two outlets whose transfers have left. */
export async function prepareClosingCaisse(
  app: App,
  { today, content }: { today: Day; content: Parameters<typeof openCaisse>[1]['reglement'] },
): Promise<ClosingGiven> {
  const month = addMonths(monthOf(today), -1)
  const then = (day: Day): App => ({
    ...app,
    now: () => new Date(startOfDay(day, ZONE).getTime() + 9 * 3_600_000),
  })
  const call = (day: Day, caisseId: CaisseId, actor: Actor = SYSTEM): Call => ({
    app: then(day),
    actor,
    caisseId,
    key: app.newId(),
  })
  const first = firstDay(month)
  const { organisationId, bankAccountId } = await openOrganisation(call(first, INSTALLATION), {
    legalName: 'Association de la clôture (inventée)',
    bank: { holder: 'Association de la clôture', iban: 'FR1420041010050500013M02606' },
  })
  const { caisseId } = await openCaisse(call(first, INSTALLATION), {
    organisationId,
    bankAccountId,
    slug: 'caisse-a-clore',
    name: 'Caisse à clore',
    unitName: 'droits',
    reglement: content,
  })
  const treasurer = await signer(app, call(first, caisseId), 'Ysé Chicorée', 'treasurer')
  const coordinator = await signer(app, call(first, caisseId), 'Marin Céleri', 'coordinator')
  await recordOpeningBalance(call(first, caisseId, treasurer.actor), { amount: 5_000_00 })

  const { householdIds } = await registerHouseholds(call(first, caisseId), {
    households: ['Aneth', 'Basilic', 'Cerfeuil'].map((familyName) => ({
      kind: 'single' as const,
      name: `Foyer ${familyName}`,
      enteredOn: first,
      contribution: 20_00,
      members: [{ givenName: 'Dune', familyName }],
    })),
  })
  await computeDues(call(first, caisseId), { month })

  const outlets = await Promise.all(
    ['A. Épicerie des Parcours', 'B. Ferme des Parcours'].map(async (tradeName, i) => {
      const { outletId } = await recordOutlet(call(first, caisseId), {
        kind: 'shop',
        legalName: `${tradeName} (lieu inventé)`,
        tradeName,
        bank: { holder: tradeName, iban: IBANS[i]! },
      })
      return outletId
    }),
  )
  const soldOn = addDays(first, 9)
  await inCaisse(app.db, caisseId, async (tx) => {
    const granted = await caisseAccount(tx, 'rights_granted')
    const household = await householdAccount(tx, householdIds[0]!, 'rights')
    for (const [i, amountCents] of [30_00, 12_50].entries()) {
      const outlet = await ownedAccount(tx, 'rights_outlet', outlets[i]!)
      const leg = { book: 'rights', amountCents } as const
      const at = then(soldOn).now()
      await post(tx, uuid(), [{ ...leg, debit: granted, credit: household, kind: 'allocation' }], at)
      await post(tx, uuid(), [{ ...leg, debit: household, credit: outlet, kind: 'payment' }], at)
    }
  })
  const executedOn = nextTargetDay(addDays(first, 14))
  const { batchId, digest } = await prepareBatch(call(executedOn, caisseId, treasurer.actor), {
    executionOn: executedOn,
  })
  await approveBatch(call(executedOn, caisseId, coordinator.actor), { batchId, digest })
  await releaseBatch(call(executedOn, caisseId, treasurer.actor), { batchId })
  return {
    slug: 'caisse-a-clore',
    month,
    executedOn,
    treasurer: { session: treasurer.session },
    coordinator: { session: coordinator.session },
  }
}

/** Invented, with valid check digits. */
const IBANS = ['FR7630006000011234567890189', 'FR1420041010050500013M02606'] as const

async function signer(
  app: App,
  call: Call,
  name: string,
  role: 'treasurer' | 'coordinator',
): Promise<Signer> {
  const fromOn = call.app.now().toISOString().slice(0, 10)
  const { accountId } = await invitePerson(call, { name, email: `${role}@cloture.example.org`, role, fromOn })
  const { session } = await openSession(app, accountId, 'e2e')
  const grants = [{ caisseId: call.caisseId, role, fromOn, untilOn: null }]
  return { session, actor: { kind: 'account', accountId, name, grants } }
}
