import { inCaisse } from '../src/db/db.ts'
import { linkLogin } from '../src/modules/people/store/own-household.ts'
import type { TestApp } from './app.ts'
import { givenSignedIn, type SignedIn } from './given-pages.ts'
import { givenPayers, type GivenPayer } from './given-payments.ts'
import type { GivenCaisse } from './given.ts'

export type GivenResident = GivenPayer & SignedIn & { home: string }

/** Somebody of a household with a number, a code and a sign-in of their own. */
export async function givenResident(
  app: TestApp,
  caisse: GivenCaisse,
  options: { balanceCents?: number; adults?: number } = {},
): Promise<GivenResident> {
  const [payer] = await givenPayers(app, caisse, options)
  const signedIn = await givenSignedIn(app, caisse, 'resident')
  await inCaisse(app.db, caisse.id, (tx) => linkLogin(tx, payer!.personId, signedIn.actor.accountId))
  return { ...payer!, ...signedIn, home: `/c/${caisse.slug}/moi` }
}
