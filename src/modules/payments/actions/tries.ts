import type { CaisseTx } from '../../../db/db.ts'
import type { App } from '../../../kit/app.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { agreementInForce } from '../../accreditation/store.ts'
import { guessInVain } from '../../identity/guesses.ts'
import { isSameCode } from '../rules/code.ts'
import type { PaymentFacts } from '../rules/refusal-to-pay.ts'
import { lockedUntil, minutesUntil } from '../rules/tries.ts'
import { caisseDay, countDeviceTry, lockPayer, setTries, type lockDevice } from '../store/alone.ts'

/** A number and a code typed on an outlet's device. */
export type Typed = { number: string; codeHmac: Buffer; deviceId: string }

type LockedDevice = NonNullable<Awaited<ReturnType<typeof lockDevice>>>
type LockedPayer = Awaited<ReturnType<typeof lockPayer>>

/** All that decides whether the device answers, held until the end. */
export async function look(
  tx: CaisseTx,
  typed: Typed,
  device: LockedDevice,
  now: Date,
): Promise<{
  payer: LockedPayer
  facts: Omit<PaymentFacts, 'amountCents' | 'inPart'> & { outletAccount: number | undefined }
}> {
  const payer = await lockPayer(tx, typed.number)
  const agreement = await agreementInForce(tx, device.outletId, await caisseDay(tx, now))
  const codeMatches = isSameCode(payer?.code_hmac ?? null, typed.codeHmac)
  return {
    payer,
    facts: {
      now,
      device,
      payer: payer
        ? {
            codeMatches,
            lockedUntil: payer.locked_until,
            blocked: payer.blocked_at !== null,
            paysInPart: payer.pays_in_part,
            balanceCents: payer.balance_cents,
          }
        : null,
      accredited: agreement !== undefined,
      outletAccount: agreement?.accountId,
    },
  }
}

/** Nobody's row: changed as somebody's is, at the same cost. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/**
 * Counts a wrong number or code, and forgets those before a right one. A number that nobody has waits as a known
 * one does, after the same work: then with other words than `number_or_code`, which come back.
 */
export async function countTry(
  tx: CaisseTx,
  app: App,
  { number, deviceId }: Typed,
  { payer, refusal }: { payer: LockedPayer; refusal: Refusal | null },
): Promise<Refusal | null> {
  const now = app.now()
  if (refusal?.code === 'number_or_code') {
    const waits = await guessInVain(tx, app, { kind: 'number', name: number }, lockedUntil)
    if (!payer && waits) return new Refusal('code_locked', { minutes: minutesUntil(waits, now) }, 429)
    await countDeviceTry(tx, deviceId, now)
    const failures = (payer?.failures ?? 0) + 1
    await setTries(tx, payer?.person_id ?? NOBODY, failures, lockedUntil(failures, now))
    return null
  }
  const locked = refusal && ['device_revoked', 'device_locked', 'code_locked'].includes(refusal.code)
  if (payer && payer.failures > 0 && !locked) await setTries(tx, payer.person_id, 0, null)
  return null
}
