import { v7 as uuid } from 'uuid'
import { SYSTEM, type Actor } from '../src/kit/actor.ts'
import { inCaisse } from '../src/db/db.ts'
import { recordOutlet, signAgreement } from '../src/modules/accreditation/actions.ts'
import { enrolDevice } from '../src/modules/accreditation/devices.ts'
import { findAgreement } from '../src/modules/accreditation/store.ts'
import { listDecisions } from '../src/modules/caisses/store.ts'
import type { TestApp } from './app.ts'
import type { GivenCaisse } from './given.ts'

/** Invented, with valid check digits. */
export const OUTLET_IBAN = 'FR1420041010050500013M02606'

type NewOutlet = Partial<Parameters<typeof recordOutlet>[1]>

export type GivenOutlet = {
  id: string
  agreementId: string
  /** What it accepted and was not yet paid for. */
  accountId: number
}

/** An outlet with an agreement since January 2026, signed by the caisse's first decision. */
export async function givenOutlet(
  app: TestApp,
  caisse: GivenCaisse,
  outlet: NewOutlet = {},
  term: { fromOn?: string; toOn?: string | null } = {},
): Promise<GivenOutlet> {
  // By the installation itself: the account is paid at once.
  const { outletId } = await recordOutlet(caisse.call(SYSTEM), {
    kind: 'shop',
    legalName: 'SAS Épicerie du Marché',
    tradeName: 'L’Épicerie du Marché',
    bank: { holder: 'SAS Épicerie du Marché', iban: OUTLET_IBAN },
    ...outlet,
  })
  return givenAgreement(app, caisse, outletId, term)
}

/** Another caisse signs with an outlet whose file exists. */
export async function givenAgreement(
  app: TestApp,
  caisse: GivenCaisse,
  outletId: string,
  { fromOn = '2026-01-01', toOn = null }: { fromOn?: string; toOn?: string | null } = {},
): Promise<GivenOutlet> {
  const decision = await inCaisse(app.db, caisse.id, async (tx) => (await listDecisions(tx)).at(-1)!)
  const { agreementId } = await signAgreement(caisse.call(), {
    outletId,
    decisionId: decision.id,
    signedOn: decision.decided_on,
    fromOn,
    toOn,
    scope: 'Tout ce qui se mange',
  })
  const agreement = await inCaisse(app.db, caisse.id, (tx) => findAgreement(tx, agreementId))
  return { id: outletId, agreementId, accountId: agreement!.accountId }
}

export type GivenTill = { outlet: GivenOutlet; deviceId: string; token: string; actor: Actor }

/** The phone of an outlet, with its secret. */
export async function givenTill(
  app: TestApp,
  caisse: GivenCaisse,
  outlet?: GivenOutlet,
  label = `Téléphone ${uuid().slice(-4)}`,
): Promise<GivenTill> {
  const at = outlet ?? (await givenOutlet(app, caisse))
  const { deviceId, token } = await enrolDevice(caisse.call(), { outletId: at.id, label })
  const actor: Actor = { kind: 'device', deviceId, outletId: at.id, outletName: label }
  return { outlet: at, deviceId, token, actor }
}
