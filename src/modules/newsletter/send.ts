import { z } from 'zod'
import { inCaisse, type CaisseId, type CaisseTx } from '../../db/db.ts'
import type { App } from '../../kit/app.ts'
import type { Mail, Post } from '../../kit/mail.ts'
import type { Job } from '../../kit/module.ts'
import { getCaisse, listCaisses } from '../caisses/store.ts'
import { askForBatch, beginSending, messageIdOf, openLetterMail } from './actions/sending.ts'
import { LINES, MOST_ATTEMPTS, nextTry, roomNow } from './rules/pace.ts'
import { readFailure } from './rules/returns.ts'
import {
  claim,
  countSentSince,
  dropLeft,
  markRefused,
  markSent,
  nextDue,
  progressOf,
  putBack,
  type Due,
} from './store/deliveries.ts'
import { findIssue, finish, listIssues } from './store/letters.ts'
import { readSetting } from './store/setting.ts'
import { setBounced } from './store/subscribers.ts'
import { leaveHref } from './tokens.ts'

/**
 * How a letter leaves (decision 11). It does not go through the outbox: five thousand copies of one text there would
 * stand before sign-in links, and their order would be nobody's. A row per reader says where it is; a batch of them is
 * one job, so that other mails have their turn between two; a lock that dies with its process keeps two batches of one
 * letter apart, so that what is found `sending` was cut. Whoever was cut is written to again under the same Message-ID.
 */
const Payload = z.object({ caisseId: z.int(), letterId: z.uuid() })

const MINUTE = 60_000

export const sendLetter: Job = async (app, payload) => {
  const { caisseId, letterId } = Payload.parse(payload)
  const id = caisseId as CaisseId
  const next = await alone(app, letterId, () => sendBatch(app, id, letterId))
  if (next === 'more') await inCaisse(app.db, id, (tx) => askForBatch(tx, letterId, app.now()))
}

/** Every minute: letters whose hour has come, and those that were cut, or wait for a server or for their turn. */
export const wakeLetters: Job = async (app) => {
  for (const { id, archived_at } of await listCaisses(app.db)) {
    if (archived_at !== null) continue
    await inCaisse(app.db, id, async (tx) => {
      const now = app.now()
      for (const issue of await listIssues(tx)) {
        if (issue.status === 'scheduled' && issue.sendAt! <= now)
          await beginSending(tx, app, await findIssue(tx, issue.id, { lock: true }))
        else if (issue.status === 'sending') await askForBatch(tx, issue.id, now)
      }
    })
  }
}

/** Runs while no other process sends this letter: PostgreSQL lets the lock go when the process that held it dies. */
async function alone<T>(app: App, letterId: string, work: () => Promise<T>): Promise<T | undefined> {
  const client = await app.pool.connect()
  try {
    const lock = `hashtextextended('letter ' || $1, 0)`
    const { rows } = await client.query<{ held: boolean }>(`select pg_try_advisory_lock(${lock}) as held`, [
      letterId,
    ])
    if (!rows[0]!.held) return undefined
    try {
      return await work()
    } finally {
      await client.query(`select pg_advisory_unlock(${lock})`, [letterId])
    }
  } finally {
    client.release()
  }
}

type Prepared = { due: Due[]; mailFor: (due: Due) => Mail }

async function sendBatch(app: App, caisseId: CaisseId, letterId: string): Promise<'more' | 'later'> {
  const prepared = await inCaisse(app.db, caisseId, (tx) => prepare(tx, app, letterId))
  if (!prepared || prepared.due.length === 0) return 'later'
  const post = app.mail.open(LINES)
  try {
    const answered = await handOver(app, caisseId, letterId, prepared, post)
    return answered ? 'more' : 'later'
  } finally {
    post.close()
  }
}

async function prepare(tx: CaisseTx, app: App, letterId: string): Promise<Prepared | null> {
  const issue = await findIssue(tx, letterId)
  if (issue.status !== 'sending' || issue.frozen === null) return null
  const now = app.now()
  await dropLeft(tx, letterId, now)
  if ((await progressOf(tx, letterId)).waiting === 0) {
    await finish(tx, letterId, now)
    return null
  }
  // Without a server of mails the letter is on the web and on paper, and waits.
  if (!app.mail.sends) return null
  const { perHour } = await readSetting(tx)
  const room = roomNow(perHour, await countSentSince(tx, new Date(now.getTime() - 60 * MINUTE)))
  const due = await nextDue(tx, letterId, now, room)
  if (due.length === 0) return { due, mailFor: () => never() }
  const { slug } = await getCaisse(tx, tx.caisseId)
  const { mailFor } = await openLetterMail(tx, app, issue, issue.frozen)
  return {
    due,
    mailFor: ({ subscriberId, email }) => ({
      ...mailFor({
        to: email,
        leaveHref: leaveHref(app, slug, tx.caisseId, subscriberId),
        messageId: messageIdOf(app, letterId, subscriberId),
      }),
    }),
  }
}

function never(): never {
  throw new Error('nobody is due')
}

/** Some at a time, until all are told or the server of mails does not answer: then false. */
async function handOver(
  app: App,
  caisseId: CaisseId,
  letterId: string,
  { due, mailFor }: Prepared,
  post: Post,
): Promise<boolean> {
  const queue = [...due]
  let answers = true
  const line = async (): Promise<void> => {
    for (let one = queue.shift(); one !== undefined && answers; one = queue.shift())
      if (!(await handOne(app, caisseId, letterId, one, mailFor, post))) answers = false
  }
  await Promise.all(Array.from({ length: LINES }, line))
  return answers
}

async function handOne(
  app: App,
  caisseId: CaisseId,
  letterId: string,
  due: Due,
  mailFor: Prepared['mailFor'],
  post: Post,
): Promise<boolean> {
  const { subscriberId, attempts } = due
  const keep = <T>(write: (tx: CaisseTx) => Promise<T>) => inCaisse(app.db, caisseId, write)
  if (!(await keep((tx) => claim(tx, letterId, due)))) return true
  try {
    await post.send(mailFor(due))
  } catch (error) {
    const failure = readFailure(error)
    await keep(async (tx) => {
      if (failure === 'server') return putBack(tx, letterId, subscriberId, null)
      if (failure === 'later' && attempts + 1 < MOST_ATTEMPTS)
        return putBack(tx, letterId, subscriberId, nextTry(attempts + 1, app.now()))
      await markRefused(tx, letterId, subscriberId, app.now())
      if (failure === 'gone') await setBounced(tx, subscriberId, app.now())
      return undefined
    })
    return failure !== 'server'
  }
  await keep((tx) => markSent(tx, letterId, subscriberId, app.now()))
  return true
}
