import { sql } from 'kysely'
import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import type { App } from '../../../kit/app.ts'
import { gesture, InputError } from '../../../kit/gesture.ts'
import type { Mail } from '../../../kit/mail.ts'
import { dayAt, DayValue, instantAt } from '../../../kit/month.ts'
import { refuse } from '../../../kit/refusal.ts'
import { getCaisse, listTerritories } from '../../caisses/store.ts'
import { queueMail } from '../../identity/outbox.ts'
import { drawMail } from '../render/mail.ts'
import { PARTS, refusalToMove, refusalToSend, type Letter } from '../rules/letter.ts'
import { composeLetter } from '../store/compose.ts'
import { countAudience, insertDeliveries, markPrinted } from '../store/deliveries.ts'
import { findIssue, freeze, saveAudience, schedule, setStatus, type Issue } from '../store/letters.ts'
import { readSetting } from '../store/setting.ts'
import { Email, TEAM } from './input.ts'
import { subjectOf } from './letters.ts'

/** Sends one batch, then asks for the next. */
export const SEND_LETTER = 'send_letter'

export const askForBatch = (tx: CaisseTx, letterId: string, at: Date) =>
  sql`select add_job(
    ${SEND_LETTER}, ${JSON.stringify({ caisseId: tx.caisseId, letterId })}::json, ${at}, ${`letter ${letterId}`}
  )`.execute(tx)

export const ScheduleLetter = z.object({
  letterId: z.uuid(),
  when: z.enum(['now', 'later']),
  day: z.string().default(''),
  hour: z.string().default(''),
  territoryIds: z.array(z.uuid()).default([]),
  parts: z.array(z.enum(PARTS)).default([]),
})

/** The letter will leave at that hour, to whoever asked for it and is of the part that was chosen. */
export const scheduleLetter = gesture(
  'schedule_letter',
  TEAM,
  ScheduleLetter,
  async (tx, { app, now, about }, { letterId, territoryIds, parts, ...time }) => {
    about(letterId)
    const issue = await findIssue(tx, letterId, { lock: true })
    refuse(refusalToMove(issue.status, 'scheduled'))
    const { time_zone } = await getCaisse(tx, tx.caisseId)
    const sendAt = time.when === 'now' ? now : readInstant(time, time_zone, now)
    const known = new Set((await listTerritories(tx)).map(({ id }) => id))
    const audience = { territoryIds: territoryIds.filter((id) => known.has(id)), parts }
    const { mail, paper } = await countAudience(tx, audience)
    refuse(refusalToSend(await composeLetter(tx, app, issue), mail + paper))
    await saveAudience(tx, letterId, audience)
    await schedule(tx, letterId, sendAt)
    if (sendAt <= now) await beginSending(tx, app, await findIssue(tx, letterId))
    return { mail, paper }
  },
)

function readInstant({ day, hour }: { day: string; hour: string }, timeZone: string, now: Date): Date {
  const issues = []
  if (!DayValue.safeParse(day).success)
    issues.push({ field: 'day', message: day === '' ? 'required' : 'day' })
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(hour)) issues.push({ field: 'hour', message: 'hour' })
  if (issues.length > 0) throw new InputError(issues)
  const instant = instantAt(day, hour, timeZone)
  if (instant === null) throw new InputError([{ field: 'hour', message: 'hour' }])
  if (instant <= now)
    throw new InputError([{ field: dayAt(now, timeZone) > day ? 'day' : 'hour', message: 'past' }])
  return instant
}

/** From here on the letter is as it is, and on the web. */
export async function beginSending(tx: CaisseTx, app: App, issue: Issue): Promise<void> {
  await freeze(tx, issue.id, await composeLetter(tx, app, issue), app.now())
  await insertDeliveries(tx, issue.id, issue)
  await askForBatch(tx, issue.id, app.now())
}

const OneLetter = z.object({ letterId: z.uuid() })

/** Back to the table: it was to leave later and will not. */
export const unscheduleLetter = gesture(
  'unschedule_letter',
  TEAM,
  OneLetter,
  async (tx, { about }, { letterId }) => {
    about(letterId)
    refuse(refusalToMove((await findIssue(tx, letterId, { lock: true })).status, 'draft'))
    await setStatus(tx, letterId, 'draft')
  },
)

/** Between two batches: whoever has it has it. */
export const stopSending = gesture('stop_letter', TEAM, OneLetter, async (tx, { about }, { letterId }) => {
  about(letterId)
  refuse(refusalToMove((await findIssue(tx, letterId, { lock: true })).status, 'stopped'))
  await setStatus(tx, letterId, 'stopped')
})

export const resumeSending = gesture(
  'resume_letter',
  TEAM,
  OneLetter,
  async (tx, { now, about }, { letterId }) => {
    about(letterId)
    refuse(refusalToMove((await findIssue(tx, letterId, { lock: true })).status, 'sending'))
    await setStatus(tx, letterId, 'sending')
    await askForBatch(tx, letterId, now)
  },
)

/** The letters on paper were printed: they are handed over or posted. */
export const notePrinted = gesture(
  'print_letters',
  TEAM,
  OneLetter,
  async (tx, { now, about }, { letterId }) => {
    about(letterId)
    await findIssue(tx, letterId)
    return { count: await markPrinted(tx, letterId, now) }
  },
)

/** To oneself, before anybody else: it goes by the outbox, as one mail. */
export const sendTest = gesture(
  'send_letter_test',
  TEAM,
  OneLetter.extend({ email: Email }),
  async (tx, { app, about }, { letterId, email }) => {
    about(letterId)
    const issue = await findIssue(tx, letterId)
    const letter = issue.frozen ?? (await composeLetter(tx, app, issue))
    const { mailFor } = await openLetterMail(tx, app, issue, letter)
    const leaveHref = `${letter.subscribeHref}?essai=oui`
    const { headers: _, ...mail } = mailFor({ to: email, leaveHref, messageId: undefined })
    await queueMail(tx, app, { ...mail, subject: `[${testWord(issue)}] ${mail.subject}` }, tx.caisseId)
  },
)

const testWord = ({ language }: Issue): string => (language === 'fr' ? 'Essai' : 'Test')

/** The address at which everybody may look at a picture of the letter. */
export const pictureAddress = (letter: Letter) => {
  const base = letter.subscribeHref.replace(/abonnement$/, 'images')
  return (sha256: string) => `${base}/${sha256}.jpg`
}

type Reader = { to: string; leaveHref: string; messageId: string | undefined }

/** The letter drawn once, then a mail for each reader: with the way out that RFC 8058 asks for. */
export async function openLetterMail(
  tx: CaisseTx,
  app: App,
  issue: Issue,
  letter: Letter,
): Promise<{ mailFor: (reader: Reader) => Mail }> {
  const { replyTo } = await readSetting(tx)
  const drawn = await drawMail(letter, { pictureHref: pictureAddress(letter) })
  const subject = subjectOf(issue)
  return {
    mailFor: ({ to, leaveHref, messageId }) => ({
      to,
      subject,
      ...drawn.forReader(leaveHref),
      senderName: letter.sender.name,
      ...(replyTo !== null && { replyTo }),
      ...(messageId !== undefined && { messageId }),
      headers: {
        'List-Unsubscribe': `<${leaveHref}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'List-ID': `${letter.sender.name.replace(/[<>"\\]/g, '')} <lettre-${tx.caisseId}.${hostOf(app)}>`,
        Precedence: 'list',
      },
    }),
  }
}

const hostOf = (app: App): string => new URL(app.address).hostname

/** The same each time the letter is handed over for this reader: mailboxes keep one of two that bear it. */
export const messageIdOf = (app: App, letterId: string, subscriberId: string): string =>
  `<lettre.${letterId}.${subscriberId}@${hostOf(app)}>`
