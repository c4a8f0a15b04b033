import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import type { App } from '../../../kit/app.ts'
import { gesture, lockCaisse } from '../../../kit/gesture.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { BankDetails } from '../../accreditation/rules.ts'
import {
  caisseBankAccount,
  getCaisse,
  insertBankAccount,
  organisationBankAccounts,
  setCaisseBankAccount,
} from '../../caisses/store.ts'
import { requireTwoSignatures, sign, signAsPreparer, SIGNING_ROLES } from '../../identity/approvals.ts'
import { askedBankChange, endBankChange, insertBankChange } from '../store/bank-changes.ts'

export const BANK_CHANGE = 'caisse_bank_change'

/** Makes an account of the organisation, known by its IBAN, the one from which this caisse pays. */
async function bind(tx: CaisseTx, app: Pick<App, 'newId'>, bank: BankDetails): Promise<string> {
  const { organisation_id: organisationId } = await getCaisse(tx, tx.caisseId)
  const known = (await organisationBankAccounts(tx, organisationId)).find(({ iban }) => iban === bank.iban)
  const bankAccountId = known?.id ?? app.newId()
  if (!known) await insertBankAccount(tx, { id: bankAccountId, organisationId, ...bank })
  await setCaisseBankAccount(tx, bankAccountId)
  return bankAccountId
}

/**
 * The first account of a caisse. Residents send their contributions to it: another one in its place takes two people,
 * but where nothing counts, and for the installation itself.
 */
export const bindBankAccount = gesture(
  'bind_bank_account',
  ['treasurer', 'administrator'],
  BankDetails,
  async (tx, { app, actor, about }, bank) => {
    await lockCaisse(tx, 'treasury')
    const { practice } = await getCaisse(tx, tx.caisseId)
    const replaces = actor.kind === 'account' && !practice && (await caisseBankAccount(tx)) !== undefined
    if (replaces) throw new Refusal('bank_account_takes_two', {}, 409)
    const bankAccountId = await bind(tx, app, bank)
    about(bankAccountId)
    return { bankAccountId }
  },
)

/** Another account: nothing changes until another person confirms exactly this one. */
export const askBankChange = gesture(
  'ask_bank_change',
  SIGNING_ROLES,
  BankDetails,
  async (tx, { app, actor, now, about }, bank) => {
    await lockCaisse(tx, 'treasury')
    const current = await caisseBankAccount(tx)
    if (!current) throw new Refusal('no_bank_account')
    if (current.iban === bank.iban) throw new Refusal('bank_account_same')
    const id = app.newId()
    about(id)
    const digest = createHash('sha256')
      .update(JSON.stringify([tx.caisseId, id, bank.holder, bank.iban, bank.bic]))
      .digest()
    if (!(await insertBankChange(tx, { id, ...bank, digest, askedAt: now })))
      throw new Refusal('bank_account_waiting', {}, 409)
    await signAsPreparer(tx, actor, { kind: BANK_CHANGE, id, digest }, now)
    return { changeId: id, digest: digest.toString('hex') }
  },
)

const Seen = z.object({ changeId: z.uuid(), digest: z.string().regex(/^[0-9a-f]{64}$/) })

/** The other person: from now on the caisse pays from this account and asks for contributions on it. */
export const confirmBankChange = gesture(
  'confirm_bank_change',
  SIGNING_ROLES,
  Seen,
  async (tx, { app, actor, now, about }, { changeId, digest }) => {
    about(changeId)
    const change = await waitingChange(tx, changeId)
    const subject = { kind: BANK_CHANGE, id: change.id, digest: change.digest }
    await sign(tx, actor, subject, { seen: Buffer.from(digest, 'hex'), now })
    await requireTwoSignatures(tx, subject, now)
    await endBankChange(tx, change.id, 'confirmed', now)
    const { holder, iban, bic } = change
    return { bankAccountId: await bind(tx, app, { holder, iban, bic }) }
  },
)

/** The account stays as it is. */
export const withdrawBankChange = gesture(
  'withdraw_bank_change',
  SIGNING_ROLES,
  z.object({ changeId: z.uuid() }),
  async (tx, { now, about }, { changeId }) => {
    about(changeId)
    await endBankChange(tx, (await waitingChange(tx, changeId)).id, 'withdrawn', now)
  },
)

async function waitingChange(tx: CaisseTx, id: string) {
  await lockCaisse(tx, 'treasury')
  const change = await askedBankChange(tx)
  if (change?.id !== id) throw new Refusal('unknown_account_change', {}, 404)
  return change
}
