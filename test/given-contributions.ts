import type { z } from 'zod'
import type { Day, Month } from '../src/kit/month.ts'
import { computeDues } from '../src/modules/contributions/actions/dues.ts'
import { recordReceipts } from '../src/modules/contributions/actions/receipts.ts'
import { registerHouseholds, type NewHousehold } from '../src/modules/contributions/actions/register.ts'
import type { ReceiptMethod } from '../src/modules/contributions/rules/receipt.ts'
import type { GivenCaisse } from './given.ts'
import { aHousehold } from './given-people.ts'

type Where = Pick<GivenCaisse, 'call'>

type Joining = Parameters<typeof aHousehold>[0] &
  Pick<z.input<typeof NewHousehold>, 'contribution' | 'thirdPartyName' | 'exception'>

/** A household that joined, with the contribution it chose; its id. */
export async function givenHousehold(caisse: Where, joining: Joining = {}): Promise<string> {
  const [id] = await givenHouseholds(caisse, [joining])
  return id!
}

export async function givenHouseholds(
  caisse: Where,
  joining: readonly Joining[],
): Promise<readonly string[]> {
  const { householdIds } = await registerHouseholds(caisse.call(), {
    households: joining.map(
      ({ contribution = null, thirdPartyName = null, exception = null, ...household }) => ({
        ...aHousehold(household),
        contribution,
        thirdPartyName,
        exception,
      }),
    ),
  })
  return householdIds
}

/** What every household owes for these months. */
export async function givenDues(caisse: Where, ...months: Month[]): Promise<void> {
  for (const month of months) await computeDues(caisse.call(), { month })
}

/** Euros that a household brought; the receipt's id. */
export async function givenReceipt(
  caisse: GivenCaisse,
  householdId: string,
  amount: number,
  { method = 'transfer', receivedOn = '2026-11-20' }: { method?: ReceiptMethod; receivedOn?: Day } = {},
): Promise<string> {
  const { receiptIds } = await recordReceipts(caisse.call(caisse.treasurer), {
    receipts: [{ householdId, amount, method, receivedOn }],
  })
  return receiptIds[0]!
}
