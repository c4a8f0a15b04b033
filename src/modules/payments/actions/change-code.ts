import { z } from 'zod'
import { inCaisse } from '../../../db/db.ts'
import { gesture, lockCaisse, type Call } from '../../../kit/gesture.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { endNumberSessions } from '../../identity/sessions.ts'
import { hmacOfCode, isCode, refusalToChooseCode } from '../rules/code.ts'
import { findGestureKey } from '../store/alone.ts'
import { updatePayer } from '../store/payers.ts'
import { payerOf } from './payers.ts'
import { tryCode } from './sign-in-by-number.ts'

export type ChangeCode = { personId: string; oldCode: string; code: string }

/**
 * The person's own choice, on their own phone: the code they have, then the new one. Wrong codes count as they
 * do at the till, so that a phone left open is not a place to guess.
 */
export async function changeCode(call: Call, { personId, oldCode, code }: ChangeCode): Promise<void> {
  const { app, caisseId, actor, key } = call
  const { payer, answered } = await inCaisse(app.db, caisseId, async (tx) => ({
    payer: await payerOf(tx, personId, actor),
    answered: z.uuid().safeParse(key).success && (await findGestureKey(tx, key)),
  }))
  refuse(refusalToChooseCode(code, payer.number))
  if (!isCode(oldCode)) throw new Refusal('code_format')
  const oldHmac = hmacOfCode(app.codePepper, payer.number, oldCode)
  // A repeated sending finds its answer: the code it knew is the old one by now.
  if (!answered) {
    const tried = await inCaisse(app.db, caisseId, (tx) => tryCode(tx, app, payer.number, oldHmac))
    if (tried instanceof Refusal) throw tried
  }
  const codeHmac = hmacOfCode(app.codePepper, payer.number, code).toString('hex')
  await replaceCode(call, { personId, codeHmac })
}

const replaceCode = gesture(
  'change_code',
  ['resident'],
  z.object({ personId: z.uuid(), codeHmac: z.string() }),
  async (tx, { actor, about }, { personId, codeHmac }) => {
    about(personId)
    await lockCaisse(tx, 'payments')
    await payerOf(tx, personId, actor)
    await updatePayer(tx, personId, {
      codeHmac: Buffer.from(codeHmac, 'hex'),
      failures: 0,
      lockedUntil: null,
    })
    await endNumberSessions(tx, tx.caisseId, personId)
  },
)
