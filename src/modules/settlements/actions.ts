import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { CaisseTx } from '../../db/db.ts'
import { gesture, lockCaisse } from '../../kit/gesture.ts'
import { translator } from '../../kit/i18n/translate.ts'
import { addDays, dayAt, DayValue, localTime, startOfDay, type Day } from '../../kit/month.ts'
import { Refusal, refuse } from '../../kit/refusal.ts'
import { caisseBankAccount, getCaisse, type Caisse } from '../caisses/store.ts'
import { requireTwoSignatures, sign, signAsPreparer, SIGNING_ROLES } from '../identity/approvals.ts'
import type { Leg } from '../ledger/rules.ts'
import { caisseAccount, ownedAccount, post } from '../ledger/store.ts'
import {
  digestOf,
  FORMATS,
  isSettled,
  linesOf,
  PAYEE_CHECKS,
  planBatch,
  refusalToDate,
  refusalToMove,
  refusalToPrepare,
  refusalToRelease,
  totalOf,
  type Format,
  type LineStatus,
} from './rules/batch.ts'
import { sepaFile } from './sepa-file.ts'
import {
  findBatch,
  insertBatch,
  insertLines,
  linesIn,
  owedToOutlets,
  setBatchReleased,
  setBatchStatus,
  setLineStatus,
  setPayeeCheck,
  type Batch,
  type BatchLine,
} from './store.ts'
import { transferListCsv } from './transfer-list.ts'

export const BATCH = 'settlement_batch'

/** Gathers what outlets are owed; who prepares has signed, and another person must. */
export const prepareBatch = gesture(
  'prepare_settlement_batch',
  SIGNING_ROLES,
  z.object({
    executionOn: DayValue,
    outletIds: z.array(z.uuid()).min(1).nullable().default(null),
    /** Purchases of later days wait for the next batch. */
    upTo: DayValue.nullable().default(null),
  }),
  async (tx, { app, actor, now, about }, { executionOn, outletIds, upTo }) => {
    await lockCaisse(tx, 'settlements')
    const caisse = await getCaisse(tx, tx.caisseId)
    const { practice, currency } = caisse
    refuse(refusalToPrepare({ practice, executionOn, today: dayAt(now, caisse.time_zone), currency }))
    const debtor = await caisseBankAccount(tx)
    if (!debtor) throw new Refusal('bank_account_missing')

    const until = upTo === null ? null : startOfDay(addDays(upTo, 1), caisse.time_zone)
    const { payable, aside } = planBatch(await owedToOutlets(tx, { until, outletIds, now }))
    if (payable.length === 0) throw new Refusal('nothing_to_settle')
    const id = app.newId()
    about(id)
    const lines = linesOf(id, payable)
    const digest = digestOf({ caisseId: tx.caisseId, id, executionOn, debtor, lines })
    const totalCents = totalOf(lines)
    const number = await insertBatch(tx, {
      id,
      bankAccountId: debtor.id,
      executionOn,
      totalCents,
      digest,
      preparedAt: now,
      coversUntil: until,
    })
    await insertLines(tx, id, lines)
    await signAsPreparer(tx, actor, { kind: BATCH, id, digest }, now)
    return { batchId: id, number, totalCents, lines: lines.length, aside, digest: digest.toString('hex') }
  },
)

/** A person signs what they saw: `digest` is the one that was shown with the lines. */
export const approveBatch = gesture(
  'approve_settlement_batch',
  SIGNING_ROLES,
  z.object({ batchId: z.uuid(), digest: z.string().regex(/^[0-9a-f]{64}$/) }),
  async (tx, { actor, now, about }, { batchId, digest }) => {
    about(batchId)
    const { batch, lines } = await takeBatch(tx, batchId, now)
    if (batch.status !== 'prepared') throw new Refusal(`batch_${batch.status}`, {}, 409)
    await sign(tx, actor, subjectOf(tx, batch, lines), { seen: Buffer.from(digest, 'hex'), now })
  },
)

export const cancelBatch = gesture(
  'cancel_settlement_batch',
  SIGNING_ROLES,
  z.object({ batchId: z.uuid() }),
  async (tx, { now, about }, { batchId }) => {
    about(batchId)
    const { batch, lines, today } = await takeBatch(tx, batchId, now)
    if (batch.status !== 'prepared') throw new Refusal(`batch_${batch.status}`, {}, 409)
    await setLineStatus(
      tx,
      batchId,
      lines.map((one) => one.line),
      { status: 'cancelled', on: today },
    )
    await setBatchStatus(tx, batchId, 'cancelled')
  },
)

const LineNumbers = z.array(z.number().int()).min(1)
const Why = z.string().trim().min(1).max(200)

/** Leaves lines out of a batch that has not left. Signatures stay good. */
export const holdLines = gesture(
  'hold_settlement_lines',
  SIGNING_ROLES,
  z.object({ batchId: z.uuid(), lines: LineNumbers, reason: Why }),
  async (tx, { now, about }, { batchId, lines: numbers, reason }) => {
    about(batchId)
    const { lines, today } = await takeBatch(tx, batchId, now)
    await moveLines(tx, batchId, findAll(lines, numbers), { status: 'held', on: today, reason })
  },
)

/** Puts held lines back into their batch; once the batch has left, back to what is owed. */
export const unholdLines = gesture(
  'unhold_settlement_lines',
  SIGNING_ROLES,
  z.object({ batchId: z.uuid(), lines: LineNumbers }),
  async (tx, { now, about }, { batchId, lines: numbers }) => {
    about(batchId)
    const { batch, lines, today } = await takeBatch(tx, batchId, now)
    const held = findAll(lines, numbers)
    for (const { line, status } of held)
      if (status !== 'held') throw new Refusal(`line_${status}`, { line }, 409)
    const status = batch.status === 'prepared' ? 'prepared' : 'cancelled'
    await moveLines(tx, batchId, held, { status, on: today })
    await closeIfSettled(tx, batch)
  },
)

/**
 * Two people have signed: makes the file, and from then on the outlets are no longer owed what is in it.
 * Rights are redeemed; in euros the transfers are in flight until the bank has made them.
 */
export const releaseBatch = gesture(
  'release_settlement_batch',
  SIGNING_ROLES,
  z.object({ batchId: z.uuid(), format: z.enum(FORMATS).default('pain.001.001.09') }),
  async (tx, { key, now, about }, { batchId, format }) => {
    about(batchId)
    const { caisse, batch, lines, today } = await takeBatch(tx, batchId, now)
    const { status, executionOn } = batch
    refuse(refusalToRelease({ status, format, currency: caisse.currency, executionOn, today }))
    await requireTwoSignatures(tx, subjectOf(tx, batch, lines), now)
    const sent = lines.filter((line) => line.status === 'prepared')
    if (sent.length === 0) throw new Refusal('batch_all_held')
    // No payment or refund goes on meanwhile: nobody is paid more than is still owed.
    await lockCaisse(tx, 'payments')
    await requireStillOwed(tx, sent)

    await post(tx, key, await legsToRelease(tx, sent), now)
    const file = Buffer.from(fileOf(caisse, batch, sent, format, now))
    const fileSha256 = createHash('sha256').update(file).digest()
    await setBatchReleased(tx, batchId, { format, file, fileSha256, gestureId: key, at: now })
    await setLineStatus(
      tx,
      batchId,
      sent.map((one) => one.line),
      { status: 'sent', on: today },
    )
    return { lines: sent.length, totalCents: totalOf(sent), sha256: fileSha256.toString('hex') }
  },
)

/** The bank has paid these lines that day. */
export const markExecuted = gesture(
  'mark_settlement_executed',
  SIGNING_ROLES,
  z.object({ batchId: z.uuid(), lines: LineNumbers, on: DayValue }),
  async (tx, { key, now, about }, { batchId, lines: numbers, on }) => {
    about(batchId)
    const { batch, lines, releasedOn, today } = await takeReleased(tx, batchId, now)
    refuse(refusalToDate(on, releasedOn, today))
    const executed = findAll(lines, numbers)
    for (const line of executed) refuse(refusalToMove(line, 'executed'))
    const bank = await ownedAccount(tx, 'bank', batch.bankAccountId)
    const inFlight = await caisseAccount(tx, 'transfers_in_flight')
    await post(
      tx,
      key,
      executed.map((line) => ({
        book: 'euros',
        debit: bank,
        credit: inFlight,
        amountCents: line.amountCents,
        kind: 'settlement_executed',
        on,
      })),
      now,
    )
    await setLineStatus(
      tx,
      batchId,
      executed.map((one) => one.line),
      { status: 'executed', on },
    )
    await closeIfSettled(tx, batch)
  },
)

/** The bank refused transfers, or their money came back: the outlets are owed it again. */
export const markReturned = gesture(
  'mark_settlement_returned',
  SIGNING_ROLES,
  z.object({ batchId: z.uuid(), lines: LineNumbers, on: DayValue, reason: Why }),
  async (tx, { key, now, about }, { batchId, lines: numbers, on, reason }) => {
    about(batchId)
    const { batch, lines, releasedOn, today } = await takeReleased(tx, batchId, now)
    refuse(refusalToDate(on, releasedOn, today))
    const returned = findAll(lines, numbers)
    const legs: Leg[] = []
    for (const line of returned) legs.push(...(await legsToReturn(tx, batch, line, on)))
    await moveLines(tx, batchId, returned, { status: 'returned', on, reason })
    await post(tx, key, legs, now)
    await closeIfSettled(tx, batch)
  },
)

/** What the bank said when it compared holders' names with their accounts. */
export const notePayeeCheck = gesture(
  'note_payee_check',
  SIGNING_ROLES,
  z.object({ batchId: z.uuid(), lines: LineNumbers, check: z.enum(PAYEE_CHECKS) }),
  async (tx, { now, about }, { batchId, lines: numbers, check }) => {
    about(batchId)
    const { lines } = await takeReleased(tx, batchId, now)
    const checked = findAll(lines, numbers).map(({ line }) => line)
    await setPayeeCheck(tx, batchId, checked, check)
  },
)

// --- what they share -------------------------------------------------------------------------------

/** The batch and its lines, which no other gesture changes until this one ends. */
async function takeBatch(tx: CaisseTx, batchId: string, now: Date) {
  await lockCaisse(tx, 'settlements')
  const batch = await findBatch(tx, batchId)
  if (!batch) throw new Refusal('unknown_batch', {}, 404)
  const caisse = await getCaisse(tx, tx.caisseId)
  return { batch, caisse, lines: await linesIn(tx, batchId), today: dayAt(now, caisse.time_zone) }
}

async function takeReleased(tx: CaisseTx, batchId: string, now: Date) {
  const taken = await takeBatch(tx, batchId, now)
  const { batch, caisse } = taken
  if (batch.releasedAt === null) throw new Refusal(`batch_${batch.status}`, {}, 409)
  return { ...taken, releasedOn: dayAt(batch.releasedAt, caisse.time_zone) }
}

function find(lines: readonly BatchLine[], number: number): BatchLine {
  const line = lines.find((one) => one.line === number)
  if (!line) throw new Refusal('unknown_line', {}, 404)
  return line
}

const subjectOf = (tx: CaisseTx, { id, executionOn, debtor }: Batch, lines: readonly BatchLine[]) => ({
  kind: BATCH,
  id,
  digest: digestOf({ caisseId: tx.caisseId, id, executionOn, debtor, lines }),
})

const findAll = (lines: readonly BatchLine[], numbers: readonly number[]): BatchLine[] =>
  [...new Set(numbers)].map((number) => find(lines, number))

async function moveLines(
  tx: CaisseTx,
  batchId: string,
  lines: readonly BatchLine[],
  to: { status: LineStatus; on: Day; reason?: string },
): Promise<void> {
  for (const line of lines) refuse(refusalToMove(line, to.status))
  await setLineStatus(
    tx,
    batchId,
    lines.map(({ line }) => line),
    to,
  )
}

async function closeIfSettled(tx: CaisseTx, batch: Batch): Promise<void> {
  if (batch.status !== 'released') return
  const lines = await linesIn(tx, batch.id)
  if (isSettled(lines.map((line) => line.status))) await setBatchStatus(tx, batch.id, 'closed')
}

/** An outlet may have refunded purchases since the batch was prepared. */
async function requireStillOwed(tx: CaisseTx, lines: readonly BatchLine[]): Promise<void> {
  const owed = new Map(
    (await owedToOutlets(tx, { outletIds: lines.map((line) => line.outletId) })).map((one) => [
      one.outletId,
      one.owedCents,
    ]),
  )
  for (const { outletId, outletName, amountCents } of lines) {
    const owedCents = owed.get(outletId) ?? 0
    if (owedCents < amountCents)
      throw new Refusal('line_above_owed', { name: outletName, owedCents: Math.max(0, owedCents) }, 409)
  }
}

async function legsToRelease(tx: CaisseTx, lines: readonly BatchLine[]): Promise<Leg[]> {
  const redeemed = await caisseAccount(tx, 'rights_redeemed')
  const inFlight = await caisseAccount(tx, 'transfers_in_flight')
  const legs: Leg[] = []
  for (const { outletId, accountId, amountCents } of lines) {
    const settled = await ownedAccount(tx, 'outlet_settlements', outletId)
    legs.push(
      { book: 'rights', debit: accountId, credit: redeemed, amountCents, kind: 'settlement' },
      { book: 'euros', debit: inFlight, credit: settled, amountCents, kind: 'settlement' },
    )
  }
  return legs
}

async function legsToReturn(tx: CaisseTx, batch: Batch, line: BatchLine, on: Day): Promise<Leg[]> {
  const { accountId, amountCents, outletId } = line
  const back = { amountCents, kind: 'settlement_returned', corrects: batch.gestureId! } as const
  return [
    { ...back, book: 'rights', debit: await caisseAccount(tx, 'rights_redeemed'), credit: accountId },
    {
      ...back,
      book: 'euros',
      on,
      debit: await ownedAccount(tx, 'outlet_settlements', outletId),
      // Refused before it left, or paid and sent back.
      credit:
        line.status === 'sent'
          ? await caisseAccount(tx, 'transfers_in_flight')
          : await ownedAccount(tx, 'bank', batch.bankAccountId),
    },
  ]
}

function fileOf(
  caisse: Caisse,
  batch: Batch,
  lines: readonly BatchLine[],
  format: Format,
  now: Date,
): string {
  const t = translator('fr', { currency: caisse.currency, timeZone: caisse.time_zone })
  if (format === 'list') return transferListCsv(lines, t)
  return sepaFile(format, {
    batchId: batch.id,
    createdAt: localTime(now, caisse.time_zone),
    executionOn: batch.executionOn,
    debtor: batch.debtor,
    lines,
    label: t('settlements.label', { number: String(batch.number), name: caisse.name }),
  })
}
