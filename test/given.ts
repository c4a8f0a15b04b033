import { v7 as uuid } from 'uuid'
import { INSTALLATION, type CaisseId } from '../src/db/db.ts'
import { SYSTEM, type Actor, type Role } from '../src/kit/actor.ts'
import type { Call } from '../src/kit/gesture.ts'
import type { Month } from '../src/kit/month.ts'
import { openCaisse, openOrganisation } from '../src/modules/caisses/actions.ts'
import type { Reglement } from '../src/modules/caisses/rules/reglement.ts'
import type { TestApp } from './app.ts'

/** Invented, with valid check digits. */
export const TEST_IBAN = 'FR7630006000011234567890189'

/** 10 for the first person and 5 for each other in; 100 for the first and 50 for each other out. */
export function aReglement(changes: Partial<Reglement> = {}): Reglement {
  return {
    unit: 'household',
    childAgeLimit: null,
    contribution: {
      kind: 'free',
      floor: { baseCents: 10_00, perExtraPersonCents: 5_00 },
      stepCents: null,
      ceiling: null,
    },
    allocation: {
      kind: 'base_plus_extra',
      baseCents: 100_00,
      extraPersonCents: 50_00,
      childExtraCents: null,
    },
    entry: { contribution: 'full', allocation: 'full' },
    exit: { contribution: 'full', allocation: 'full' },
    carryOver: { kind: 'unlimited' },
    releaseAfterPayment: false,
    ...changes,
  }
}

export type GivenCaisse = {
  id: CaisseId
  slug: string
  organisationId: string
  bankAccountId: string
  coordinator: Actor
  treasurer: Actor
  /** A new request of somebody (the coordinator unless told) under a new key. */
  call(actor?: Actor, key?: string): Call
}

let opened = 0

/** A caisse of its own organisation, with a règlement since January 2026 and its two people. */
export async function givenCaisse(
  app: TestApp,
  {
    reglement = aReglement(),
    since = '2026-01',
    currency = 'EUR',
  }: { reglement?: Reglement; since?: Month; currency?: string } = {},
): Promise<GivenCaisse> {
  const slug = `caisse-${process.pid}-${(opened += 1)}`
  const onInstallation = () => ({ app, actor: SYSTEM, caisseId: INSTALLATION, key: uuid() })
  const { organisationId, bankAccountId } = await openOrganisation(onInstallation(), {
    legalName: 'Association de la caisse d’essai',
    siren: '732829320',
    bank: { holder: 'Association de la caisse d’essai', iban: TEST_IBAN },
  })
  const { caisseId } = await openCaisse(onInstallation(), {
    organisationId,
    bankAccountId,
    slug,
    name: 'Caisse d’essai',
    currency,
    reglement: {
      content: reglement,
      validFrom: since,
      origin: 'adopted',
      decision: { decidedOn: `${since}-01`, body: 'Comité citoyen', title: 'Adoption du règlement' },
    },
  })
  const coordinator = await givenAccount(app, caisseId, 'coordinator')
  const treasurer = await givenAccount(app, caisseId, 'treasurer')
  return {
    id: caisseId,
    slug,
    organisationId,
    bankAccountId: bankAccountId!,
    coordinator,
    treasurer,
    call: (actor = coordinator, key = uuid()) => ({ app, actor, caisseId, key }),
  }
}

/** Somebody who signs in, with a role in the caisse. */
export async function givenAccount(app: TestApp, caisseId: CaisseId, role: Role): Promise<Actor> {
  const accountId = uuid()
  const name = `${role} ${accountId.slice(-4)}`
  await app.db
    .insertInto('login_account')
    .values({ id: accountId, display_name: name, email: `${accountId}@example.org` })
    .execute()
  return {
    kind: 'account',
    accountId,
    name,
    grants: [{ caisseId, role, fromOn: '2020-01-01', untilOn: null }],
  }
}
