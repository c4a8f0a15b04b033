import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { inCaisse, type CaisseTx } from '../../../db/db.ts'
import type { Actor } from '../../../kit/actor.ts'
import { gesture, lockCaisse, type Call } from '../../../kit/gesture.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { endNumberSessions } from '../../identity/sessions.ts'
import { hmacOfCode, refusalToChooseCode } from '../rules/code.ts'
import { drawNumber } from '../rules/number.ts'
import { caisseDay } from '../store/alone.ts'
import { findPayer, insertPayer, membershipOf, takeNumber, updatePayer, type Payer } from '../store/payers.ts'

const OfPerson = z.object({ personId: z.uuid() })

/** Gives an adult of a household a number to pay with. The code comes after, from the person alone. */
export const issueNumber = gesture(
  'issue_number',
  ['coordinator'],
  OfPerson,
  async (tx, { now, about }, { personId }) => {
    about(personId)
    if (await findPayer(tx, personId)) throw new Refusal('number_exists', {}, 409)
    const membership = await membershipOf(tx, personId, await caisseDay(tx, now))
    if (!membership) throw new Refusal('not_in_household')
    if (membership.child) throw new Refusal('payer_is_child')
    const number = await freeNumber(tx)
    await insertPayer(tx, { personId, number, accountId: membership.accountId })
    return { number }
  },
)

async function freeNumber(tx: CaisseTx): Promise<string> {
  for (;;) {
    const number = drawNumber(randomInt)
    if (await takeNumber(tx, number)) return number
  }
}

/** Whoever changed household pays from the new one's rights from now on. */
export const followHousehold = gesture(
  'follow_household',
  ['coordinator'],
  OfPerson,
  async (tx, { actor, now, about }, { personId }) => {
    about(personId)
    await lockCaisse(tx, 'payments')
    await payerOf(tx, personId, actor)
    const membership = await membershipOf(tx, personId, await caisseDay(tx, now))
    if (!membership) throw new Refusal('not_in_household')
    await updatePayer(tx, personId, { accountId: membership.accountId })
  },
)

export const ChooseCode = OfPerson.extend({ code: z.string() })

/**
 * The person's own choice, on their phone or on the desk's tablet turned towards them. A code is changed by
 * clearing the old one first, so that this never tells whether a guess was right.
 */
export async function chooseCode(call: Call, input: z.input<typeof ChooseCode>): Promise<void> {
  const { app, caisseId } = call
  const payer = await inCaisse(app.db, caisseId, (tx) => payerOf(tx, input.personId, call.actor))
  refuse(refusalToChooseCode(input.code, payer.number))
  // The gesture keeps a hash of its input: never of the code itself, which could be searched.
  const codeHmac = hmacOfCode(app.codePepper, payer.number, input.code).toString('hex')
  await keepCode(call, { personId: input.personId, codeHmac })
}

const keepCode = gesture(
  'choose_code',
  ['resident', 'coordinator'],
  OfPerson.extend({ codeHmac: z.string() }),
  async (tx, { actor, about }, { personId, codeHmac }) => {
    about(personId)
    const payer = await payerOf(tx, personId, actor)
    if (payer.hasCode) throw new Refusal('code_already_chosen', {}, 409)
    await updatePayer(tx, personId, {
      codeHmac: Buffer.from(codeHmac, 'hex'),
      failures: 0,
      lockedUntil: null,
    })
  },
)

/** A forgotten code, or one that somebody saw: it pays nothing more, and the person chooses another. */
export const resetCode = gesture(
  'reset_code',
  ['resident', 'coordinator'],
  OfPerson,
  async (tx, { actor, about }, { personId }) => {
    about(personId)
    await lockCaisse(tx, 'payments')
    await payerOf(tx, personId, actor)
    await updatePayer(tx, personId, { codeHmac: null, failures: 0, lockedUntil: null })
    await endNumberSessions(tx, tx.caisseId, personId)
  },
)

/** A lost card: from its commit on, the number pays nothing. */
export const blockPayer = gesture(
  'block_payer',
  ['resident', 'coordinator'],
  OfPerson,
  async (tx, { actor, now, about }, { personId }) => {
    about(personId)
    await lockCaisse(tx, 'payments')
    await payerOf(tx, personId, actor)
    await updatePayer(tx, personId, { blockedAt: now })
    await endNumberSessions(tx, tx.caisseId, personId)
  },
)

export const unblockPayer = gesture(
  'unblock_payer',
  ['coordinator'],
  OfPerson,
  async (tx, { actor, about }, { personId }) => {
    about(personId)
    await lockCaisse(tx, 'payments')
    await payerOf(tx, personId, actor)
    await updatePayer(tx, personId, { blockedAt: null })
  },
)

/** Whether, with too little left, what is left is paid: the person's own choice. */
export const choosePartPayment = gesture(
  'choose_part_payment',
  ['resident', 'coordinator'],
  OfPerson.extend({ inPart: z.boolean() }),
  async (tx, { actor, about }, { personId, inPart }) => {
    about(personId)
    await payerOf(tx, personId, actor)
    await updatePayer(tx, personId, { paysInPart: inPart })
  },
)

/** Somebody with a number; a resident reaches their own only, a coordinator everyone's in the caisse. */
export async function payerOf(tx: CaisseTx, personId: string, actor: Actor): Promise<Payer> {
  const payer = await findPayer(tx, personId)
  const reached =
    payer &&
    (actor.kind !== 'account' || isCoordinator(actor, tx) || payer.loginAccountId === actor.accountId)
  if (!reached) throw new Refusal('unknown_payer', {}, 404)
  return payer
}

const isCoordinator = (actor: Extract<Actor, { kind: 'account' }>, tx: CaisseTx): boolean =>
  actor.grants.some((grant) => grant.caisseId === tx.caisseId && grant.role === 'coordinator')
