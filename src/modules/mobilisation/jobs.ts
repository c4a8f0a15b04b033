import { z } from 'zod'
import { inCaisse, type CaisseId, type CaisseTx } from '../../db/db.ts'
import type { App } from '../../kit/app.ts'
import type { Day } from '../../kit/month.ts'
import { forgottenBefore } from './rules/outreach.ts'
import { adoptRequests, forgetSilent } from './store/contacts.ts'
import { forgetImports } from './store/imports.ts'
import { forgetSms, markSms, waitingSms } from './store/sms.ts'

const DAY = 24 * 60 * 60_000
const FILES_KEPT_DAYS = 7
const SMS_KEPT_DAYS = 30

const Queued = z.object({ caisseId: z.number().int(), id: z.uuid() })

/** The worker tries again, later and later, what throws here. */
export async function sendSms(app: App, payload: unknown): Promise<void> {
  const { caisseId, id } = Queued.parse(payload)
  const inIt = <T>(query: (tx: CaisseTx) => Promise<T>) => inCaisse(app.db, caisseId as CaisseId, query)
  const message = await inIt((tx) => waitingSms(tx, id))
  if (!message || !app.sms) return
  try {
    await app.sms.send(message)
  } catch (error) {
    await inIt((tx) => markSms(tx, id, null))
    throw error
  }
  await inIt((tx) => markSms(tx, id, app.now()))
}

/** Every night, with all that is forgotten: what served its purpose goes. Returns how many names went. */
export async function forgetOutreach(
  tx: CaisseTx,
  { now, today }: { now: Date; today: Day },
): Promise<number> {
  await adoptRequests(tx)
  await forgetImports(tx, new Date(now.getTime() - FILES_KEPT_DAYS * DAY))
  await forgetSms(tx, new Date(now.getTime() - SMS_KEPT_DAYS * DAY))
  return forgetSilent(tx, { before: forgottenBefore(today), today })
}
