import { z } from 'zod'
import type { CaisseTx } from '../../db/db.ts'
import type { Role } from '../../kit/actor.ts'
import { gesture, lockCaisse, type Gesture } from '../../kit/gesture.ts'
import { dayAt, DayValue, type Day } from '../../kit/month.ts'
import { Refusal, refuse } from '../../kit/refusal.ts'
import { findDecision, getCaisse, listTerritories } from '../caisses/store.ts'
import { ownedAccount } from '../ledger/store.ts'
import { insertBankChange } from './iban-store.ts'
import {
  BankDetails,
  OutletFile,
  refusalToChange,
  refusalToEnd,
  refusalToSign,
  type AgreementChange,
} from './rules.ts'
import {
  agreementsOf,
  findAgreement,
  findOutlet,
  insertAgreement,
  insertAgreementChange,
  insertOutlet,
  setLastDay,
  setOutletTerritory,
  setSuspended,
  updateOutletFile,
  type NotedChange,
  type Outlet,
  type SignedAgreement,
} from './store.ts'

export const KEEPERS: readonly Role[] = ['coordinator', 'administrator']

const InTerritory = { territoryId: z.uuid().nullable().optional() }

/**
 * Opens the file of an outlet; it takes payments only once an agreement is signed. Its bank account waits for
 * another person's confirmation, unless the installation itself writes it.
 */
export const recordOutlet = gesture(
  'record_outlet',
  KEEPERS,
  OutletFile.extend({ bank: BankDetails.nullable().default(null), ...InTerritory }),
  async (tx, { app, actor, now, about }, { bank, territoryId, ...file }) => {
    const outletId = app.newId()
    about(outletId)
    await insertOutlet(tx, outletId, file, actor.kind === 'account' ? null : bank)
    await placeOutlet(tx, outletId, territoryId)
    if (bank && actor.kind === 'account')
      await insertBankChange(tx, {
        id: app.newId(),
        outletId,
        bank,
        previous: null,
        askedBy: actor.accountId,
        at: now,
      })
    return { outletId }
  },
)

export const changeOutlet = gesture(
  'change_outlet',
  KEEPERS,
  OutletFile.extend({ outletId: z.uuid(), ...InTerritory }),
  async (tx, { about }, { outletId, territoryId, ...file }) => {
    about(outletId)
    await outletOfOurs(tx, outletId)
    await updateOutletFile(tx, outletId, file)
    await placeOutlet(tx, outletId, territoryId)
  },
)

/** Left out, an outlet stays where it is; null takes it out of its territory. */
async function placeOutlet(
  tx: CaisseTx,
  outletId: string,
  territoryId: string | null | undefined,
): Promise<void> {
  if (territoryId === undefined) return
  if (territoryId !== null && !(await listTerritories(tx)).some(({ id }) => id === territoryId))
    throw new Refusal('unknown_territory', {}, 404)
  await setOutletTerritory(tx, outletId, territoryId)
}

export const signAgreement = gesture(
  'sign_agreement',
  KEEPERS,
  z.object({
    outletId: z.uuid(),
    decisionId: z.uuid(),
    signedOn: DayValue,
    fromOn: DayValue,
    toOn: DayValue.nullable().default(null),
    scope: z.string().trim().min(1).max(2000),
  }),
  async (tx, { app, now, about }, input) => {
    await lockCaisse(tx, 'payments')
    if (!(await findOutlet(tx, input.outletId))) throw new Refusal('unknown_outlet', {}, 404)
    const decision = await findDecision(tx, input.decisionId)
    if (!decision) throw new Refusal('unknown_decision', {}, 404)
    refuse(
      refusalToSign({
        term: input,
        signedOn: input.signedOn,
        decidedOn: decision.decided_on,
        others: await agreementsOf(tx, input.outletId),
        today: await today(tx, now),
      }),
    )
    const agreementId = app.newId()
    about(agreementId)
    const accountId = await ownedAccount(tx, 'rights_outlet', input.outletId)
    await insertAgreement(tx, { ...input, id: agreementId, accountId })
    return { agreementId }
  },
)

const Words = { words: z.string().trim().max(500).default('') }

export const suspendAgreement = changeOf('suspend', (tx, agreement, now) =>
  setSuspended(tx, agreement.id, now),
)
export const resumeAgreement = changeOf('resume', (tx, agreement) => setSuspended(tx, agreement.id, null))

function changeOf(
  change: AgreementChange,
  write: (tx: CaisseTx, agreement: SignedAgreement, now: Date) => Promise<void>,
) {
  return gesture(
    `${change}_agreement`,
    KEEPERS,
    z.object({ agreementId: z.uuid(), ...Words }),
    async (tx, made, { agreementId, words }) => {
      made.about(agreementId)
      await lockCaisse(tx, 'payments')
      const agreement = await getAgreement(tx, agreementId)
      const day = await today(tx, made.now)
      refuse(refusalToChange(agreement, change, day))
      await write(tx, agreement, made.now)
      await noteChange(tx, made, { agreementId, change, day, words })
    },
  )
}

/** The last day on which the outlet takes payments. To stop at once, suspend. */
export const endAgreement = gesture(
  'end_agreement',
  KEEPERS,
  z.object({ agreementId: z.uuid(), lastDay: DayValue, ...Words }),
  async (tx, made, { agreementId, lastDay, words }) => {
    made.about(agreementId)
    await lockCaisse(tx, 'payments')
    refuse(refusalToEnd(await getAgreement(tx, agreementId), lastDay, await today(tx, made.now)))
    await setLastDay(tx, agreementId, lastDay)
    await noteChange(tx, made, { agreementId, change: 'end', day: lastDay, words })
  },
)

function noteChange(
  tx: CaisseTx,
  { app, actor, now }: Gesture,
  change: Pick<NotedChange, 'agreementId' | 'change' | 'day' | 'words'>,
): Promise<void> {
  const accountId = actor.kind === 'account' ? actor.accountId : null
  return insertAgreementChange(tx, { ...change, id: app.newId(), accountId, at: now })
}

/** An outlet whose file this caisse keeps, or with which it has an agreement. */
export async function outletOfOurs(tx: CaisseTx, outletId: string): Promise<Outlet> {
  const outlet = await findOutlet(tx, outletId)
  if (!outlet) throw new Refusal('unknown_outlet', {}, 404)
  if (outlet.keptBy !== tx.caisseId && (await agreementsOf(tx, outletId)).length === 0)
    throw new Refusal('outlet_kept_elsewhere', {}, 403)
  return outlet
}

async function getAgreement(tx: CaisseTx, id: string): Promise<SignedAgreement> {
  const agreement = await findAgreement(tx, id)
  if (!agreement) throw new Refusal('unknown_agreement', {}, 404)
  return agreement
}

async function today(tx: CaisseTx, now: Date): Promise<Day> {
  return dayAt(now, (await getCaisse(tx, tx.caisseId)).time_zone)
}
