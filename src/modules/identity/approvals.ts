import type { CaisseId, CaisseTx } from '../../db/db.ts'
import { holds, type Actor, type Role } from '../../kit/actor.ts'
import type { Day } from '../../kit/month.ts'
import { Refusal, refuse } from '../../kit/refusal.ts'

/** Who may sign for what moves money. */
export const SIGNING_ROLES = ['treasurer', 'coordinator', 'administrator'] as const satisfies readonly Role[]

export const SIGNATURES_NEEDED = 2

/** What is signed: a thing, and the SHA-256 of exactly what was seen. A thing that changes takes a new id. */
export type Subject = { kind: string; id: string; digest: Buffer }

export type Signature = { accountId: string; name: string; digest: Buffer; at: Date }

// --- rules -------------------------------------------------------------------------------------

export type Signing = {
  actor: Actor
  caisseId: CaisseId
  today: Day
  /** What the person saw. */
  seen: Buffer
  /** What the thing is now. */
  current: Buffer
  signatures: readonly Signature[]
}

export function refusalToSign(signing: Signing): Refusal | null {
  const { actor, caisseId, today, seen, current, signatures } = signing
  if (actor.kind !== 'account') return new Refusal('signature_needs_a_person', {}, 403)
  if (!holds(actor, SIGNING_ROLES, caisseId, today)) return new Refusal('may_not_sign', {}, 403)
  if (!seen.equals(current)) return new Refusal('changed_since_seen', {}, 409)
  if (signatures.some((signature) => signature.accountId === actor.accountId))
    return new Refusal('already_signed', {}, 409)
  return null
}

export type Proceeding = {
  digest: Buffer
  signatures: readonly Signature[]
  /** How many people of the caisse may sign that day. */
  signers: number
}

/** Nothing moves before two people signed exactly this; who is alone is told whom to invite. */
export function refusalToProceed({ digest, signatures, signers }: Proceeding): Refusal | null {
  const people = new Set(
    signatures.filter((signature) => signature.digest.equals(digest)).map((signature) => signature.accountId),
  )
  if (people.size >= SIGNATURES_NEEDED) return null
  if (signers < SIGNATURES_NEEDED) return new Refusal('second_person_needed', {}, 409)
  return new Refusal('signatures_missing', { missing: SIGNATURES_NEEDED - people.size }, 409)
}

/** The day roles are read at, as gestures do. */
const utcDay = (now: Date): Day => now.toISOString().slice(0, 10)

// --- store -------------------------------------------------------------------------------------

/** Signs what the actor saw, if they may and it is still that. */
export async function sign(
  tx: CaisseTx,
  actor: Actor,
  subject: Subject,
  { seen, now }: { seen: Buffer; now: Date },
): Promise<void> {
  const { caisseId } = tx
  const refusal = refusalToSign({
    actor,
    caisseId,
    today: utcDay(now),
    seen,
    current: subject.digest,
    signatures: await signatures(tx, subject),
  })
  if (refusal || actor.kind !== 'account') throw refusal ?? new Refusal('signature_needs_a_person', {}, 403)
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('approval')
    .values({
      caisse_id: caisseId,
      subject_kind: subject.kind,
      subject_id: subject.id,
      login_account_id: actor.accountId,
      digest: subject.digest,
      at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  // The same person from two windows at once.
  if (!numInsertedOrUpdatedRows) throw new Refusal('already_signed', {}, 409)
}

/** Preparing counts as signing, for a person who may sign; the installation prepares without a signature. */
export async function signAsPreparer(tx: CaisseTx, actor: Actor, subject: Subject, now: Date): Promise<void> {
  if (actor.kind === 'account' && holds(actor, SIGNING_ROLES, tx.caisseId, utcDay(now)))
    await sign(tx, actor, subject, { seen: subject.digest, now })
}

/** Those who signed, first to last. */
export async function signatures(
  tx: CaisseTx,
  { kind, id }: Pick<Subject, 'kind' | 'id'>,
): Promise<Signature[]> {
  return tx
    .selectFrom('approval')
    .innerJoin('login_account', 'login_account.id', 'approval.login_account_id')
    .select([
      'approval.login_account_id as accountId',
      'login_account.display_name as name',
      'approval.digest',
      'approval.at',
    ])
    .where('approval.caisse_id', '=', tx.caisseId)
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', id)
    .orderBy('approval.at')
    .orderBy('approval.login_account_id')
    .execute()
}

/** Lets what two people signed go on, or refuses. */
export async function requireTwoSignatures(tx: CaisseTx, subject: Subject, now: Date): Promise<void> {
  refuse(
    refusalToProceed({
      digest: subject.digest,
      signatures: await signatures(tx, subject),
      signers: await countSigners(tx, utcDay(now)),
    }),
  )
}

/** People who may sign in the caisse that day. */
export async function countSigners(tx: CaisseTx, today: Day): Promise<number> {
  const { count } = await tx
    .selectFrom('role_grant')
    .innerJoin('login_account', 'login_account.id', 'role_grant.login_account_id')
    .select((eb) => eb.fn.count<number>('role_grant.login_account_id').distinct().as('count'))
    .where('role_grant.caisse_id', '=', tx.caisseId)
    .where('role', 'in', [...SIGNING_ROLES])
    .where('from_on', '<=', today)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', today)]))
    .where('role_grant.ended_at', 'is', null)
    .where('login_account.disabled_at', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}
