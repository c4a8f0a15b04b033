import { v7 as uuid } from 'uuid'
import type { CaisseTx } from '../db/db.ts'
import type { Cents } from '../kit/money.ts'
import { addDays, daysIn, firstDay, startOfDay, type Month } from '../kit/month.ts'
import { insertPastPayments, type PastPayment } from '../modules/payments/store/past.ts'
import { ZONE, type DemoCaisse, type DemoHousehold } from './stage.ts'

/** Spends most of each household's rights, more in the first ten days and on Saturdays, until an instant. */
export async function spendMonth(tx: CaisseTx, caisse: DemoCaisse, month: Month, until: Date): Promise<void> {
  const balances = await balancesOf(tx)
  const days = shoppingDays(month)
  const payments = caisse.households
    .flatMap((household) => spend(caisse, household, balances.get(household.account) ?? 0, days))
    .filter((payment) => payment.at <= until)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
  if (payments.length > 0) await insertPastPayments(tx, payments)
}

async function balancesOf(tx: CaisseTx): Promise<Map<number, Cents>> {
  const wallets = await tx
    .selectFrom('wallet')
    .select(['account_id', 'balance_cents'])
    .where('caisse_id', '=', tx.caisseId)
    .execute()
  return new Map(wallets.map((wallet) => [wallet.account_id, wallet.balance_cents]))
}

type ShoppingDay = { start: number; weight: number }

function shoppingDays(month: Month): ShoppingDay[] {
  return Array.from({ length: daysIn(month) }, (_, i) => {
    const start = startOfDay(addDays(firstDay(month), i), ZONE)
    const saturday = new Date(start.getTime() + 12 * 3_600_000).getUTCDay() === 6
    return { start: start.getTime(), weight: (i < 10 ? 3 : 1.4) * (saturday ? 2.6 : 1) }
  })
}

function spend(
  { chance, outlets }: DemoCaisse,
  household: DemoHousehold,
  balance: Cents,
  days: readonly ShoppingDay[],
): PastPayment[] {
  const payments: PastPayment[] = []
  let left = Math.floor(balance * (0.85 + chance.next() * 0.12))
  while (left >= 4_00) {
    const amountCents = Math.min(left, 4_00 + Math.floor(chance.next() ** 1.6 * 38_00))
    left -= amountCents
    const outlet = chance.next() < 0.45 ? outlets[household.favourite]! : chance.weighted(outlets)
    const at = new Date(
      chance.weighted(days).start + (9 * 60 + chance.between(0, 600)) * 60_000 + chance.between(0, 59_999),
    )
    payments.push({
      gestureId: uuid({ msecs: at.getTime() }),
      deviceId: outlet.deviceId,
      personId: chance.pick(household.payers),
      householdAccount: household.account,
      outletAccount: outlet.account,
      amountCents,
      at,
    })
  }
  return payments
}
