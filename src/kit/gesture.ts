import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { inCaisse, type CaisseId, type CaisseTx } from '../db/db.ts'
import { refusalToAct, type Actor, type Doer } from './actor.ts'
import type { App } from './app.ts'
import { refuse, Refusal } from './refusal.ts'

/** Who asks, in which caisse, under which idempotency key (a UUID made by the client: a hidden field of the form). */
export type Call = { app: App; actor: Actor; caisseId: CaisseId; key: string }

/** What an action knows besides its input. */
export type Gesture = {
  app: App
  actor: Actor
  /** Names the gesture in the journal and in the audit row. */
  key: string
  now: Date
  /** Tells the audit row which object this was about. */
  about: (id: string) => void
}

/** What was typed cannot be read: the form comes back with these messages, and nothing was written. */
export class InputError extends Error {
  readonly issues: readonly { field: string; message: string }[]

  constructor(issues: readonly { field: string; message: string }[]) {
    super(issues.map((issue) => `${issue.field}: ${issue.message}`).join('; '))
    this.name = 'InputError'
    this.issues = issues
  }
}

export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const unkeepable = fieldsThatCannotBeKept(input)
  const parsed = schema.safeParse(input)
  if (parsed.success && unkeepable.length === 0) return parsed.data
  const issues = parsed.success ? [] : parsed.error.issues
  throw new InputError([
    ...unkeepable.map((field) => ({ field, message: 'unkeepable' })),
    ...issues
      .map((issue) => ({ field: issue.path.join('.'), message: issueMessage(issue) }))
      .filter(({ field }) => !unkeepable.includes(field)),
  ])
}

/** NUL and half a surrogate pair: PostgreSQL cannot keep a text that holds one as it is. */
// oxlint-disable-next-line no-control-regex
const UNKEEPABLE = /[\u0000\ud800-\udfff]/u

export const isKeepable = (text: string): boolean => !UNKEEPABLE.test(text)

export const withoutUnkeepable = (text: string): string => text.replace(new RegExp(UNKEEPABLE, 'gu'), '')

/** Where in an input such texts stand. */
function fieldsThatCannotBeKept(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return isKeepable(value) ? [] : [path]
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return []
  return Object.entries(value).flatMap(([name, each]) =>
    isKeepable(name) ? fieldsThatCannotBeKept(each, path === '' ? name : `${path}.${name}`) : [path],
  )
}

/** Our own rules name their message; the library's are told apart by kind only. */
const issueMessage = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'custom') return issue.message
  if (issue.code === 'invalid_format' && /^[a-z_]+$/.test(issue.message)) return issue.message
  if (issue.code === 'too_big') return 'too_long'
  if (issue.code === 'too_small') return 'required'
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'required'
  return 'invalid'
}

type Answer = z.core.util.JSONType | void

/**
 * One thing a person does: one transaction in one caisse, the role checked, an audit row written,
 * and a repeated key answered without doing it twice. The same key with another request is refused (422).
 */
export function gesture<S extends z.ZodType, A extends Answer>(
  kind: string,
  doers: readonly Doer[],
  schema: S,
  act: (tx: CaisseTx, gesture: Gesture, input: z.output<S>) => Promise<A>,
  /** `inArchive`: may still be done in a caisse that is only read. */
  { inArchive = false }: { inArchive?: boolean } = {},
): (call: Call, input: z.input<S>) => Promise<A> {
  return async (call, given) => {
    const { app, actor, caisseId, key } = call
    if (!z.uuid().safeParse(key).success) throw new Refusal('key_missing', {}, 400)
    const now = app.now()
    refuse(refusalToAct(actor, doers, caisseId, now.toISOString().slice(0, 10)))
    const input = parseInput(schema, given)
    const requestHash = hashRequest(kind, actor, input)

    const attempt = () =>
      inCaisse(app.db, caisseId, async (tx): Promise<A> => {
        const earlier = await findGesture(tx, key)
        if (earlier) return replay<A>(earlier, requestHash)
        if (!inArchive && (await isArchived(tx))) throw new Refusal('caisse_archived', {}, 409)
        let subjectId: string | null = null
        const answer = await act(tx, { app, actor, key, now, about: (id) => void (subjectId = id) }, input)
        await tx
          .insertInto('gesture')
          .values({
            caisse_id: caisseId,
            id: key,
            kind,
            login_account_id: actor.kind === 'account' ? actor.accountId : null,
            device_id: actor.kind === 'device' ? actor.deviceId : null,
            subject_id: subjectId,
            request_hash: requestHash,
            answer: answer === undefined ? null : JSON.stringify(answer),
            at: now,
          })
          .execute()
        return answer
      })
    return retry(attempt, 5).catch(async (error: unknown) => {
      if (!(error instanceof Refusal)) throw error
      // Its own twin, sent at the same instant, may be what it was refused for.
      const twin = await inCaisse(app.db, caisseId, (tx) => findGesture(tx, key))
      if (!twin) throw error
      return replay<A>(twin, requestHash)
    })
  }
}

/** Whether the caisse ended and is only read. */
export async function isArchived(tx: CaisseTx): Promise<boolean> {
  const caisse = await tx
    .selectFrom('caisse')
    .select('archived_at')
    .where('id', '=', tx.caisseId)
    .executeTakeFirst()
  return (caisse?.archived_at ?? null) !== null
}

function replay<A>(earlier: { request_hash: Buffer; answer: unknown }, requestHash: Buffer): A {
  if (!earlier.request_hash.equals(requestHash)) throw new Refusal('key_reused', {}, 422)
  return (earlier.answer ?? undefined) as A
}

function findGesture(tx: CaisseTx, key: string) {
  return tx
    .selectFrom('gesture')
    .select(['request_hash', 'answer'])
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', key)
    .executeTakeFirst()
}

/** SHA-256 of who asked for what; two spellings of one request hash alike. */
export function hashRequest(kind: string, actor: Actor, input: unknown): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([kind, idOf(actor), sorted(input)]))
    .digest()
}

function idOf(actor: Actor): string {
  if (actor.kind === 'account') return actor.accountId
  if (actor.kind === 'device') return actor.deviceId
  return actor.kind === 'number' ? actor.personId : 'system'
}

function sorted(value: unknown): unknown {
  if (value instanceof Uint8Array) return createHash('sha256').update(value).digest('hex')
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  )
}

/** Deadlock, serialization failure, or the same key at the same instant: what lost the race is looked at again. */
async function retry<A>(attempt: () => Promise<A>, times: number): Promise<A> {
  try {
    return await attempt()
  } catch (error) {
    if (times > 1 && isRace(error)) return retry(attempt, times - 1)
    throw error
  }
}

function isRace(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string }
  if (code === '40001' || code === '40P01') return true
  return code === '23505' && (constraint === 'gesture_pkey' || constraint === 'transfer_pkey')
}

/** Serialises what must not happen twice at once in a caisse, for the length of the transaction. */
export async function lockCaisse(
  tx: CaisseTx,
  subject: CaisseLock,
  caisseId: CaisseId = tx.caisseId,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(${caisseId}::integer, ${LOCKS[subject]}::integer)`.execute(tx)
}

/** Goes on beside others that share it, and never while `lockCaisse` holds it: what they change is seen whole. */
export async function shareCaisse(tx: CaisseTx, subject: CaisseLock): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${tx.caisseId}::integer, ${LOCKS[subject]}::integer)`.execute(
    tx,
  )
}

/** `payments` is also written in the function `pay_batch`. */
const LOCKS = { payments: 1, month: 2, settlements: 3, numbering: 4, seal: 5, treasury: 6, closing: 7 }
export type CaisseLock = keyof typeof LOCKS
