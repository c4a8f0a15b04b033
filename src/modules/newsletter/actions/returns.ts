import { z } from 'zod'
import { gesture, isKeepable } from '../../../kit/gesture.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { readTableFile } from '../../../kit/table-file.ts'
import { orNull } from '../../../kit/input.ts'
import { MOST_SOFT, readDeliveryStatus, readReturnRows, type Return } from '../rules/returns.ts'
import { noteReturn } from '../store/deliveries.ts'
import { renewReturns, saveSetting } from '../store/setting.ts'
import { findByEmail, setBounced, setLeft, setSoftBounces } from '../store/subscribers.ts'
import { Email, TEAM } from './input.ts'

const DAY = 24 * 60 * 60_000
/** A return is about a letter of the last weeks. */
const ABOUT_DAYS = 30

const NoteReturns = z.object({
  returns: z
    .array(z.object({ email: z.string().max(400), kind: z.enum(['hard', 'soft', 'complaint']) }))
    .max(100_000),
})

/**
 * What came back: an address where nobody is gets no more letters, whoever called it unwanted is off the list, a full
 * mailbox is counted once a letter. Told twice is told once.
 */
export const noteReturns = gesture(
  'note_letter_returns',
  TEAM,
  NoteReturns,
  async (tx, { now }, { returns }) => {
    const noted = { hard: 0, soft: 0, complaint: 0 }
    for (const { email, kind } of returns) {
      const known = isKeepable(email) ? await findByEmail(tx, email) : undefined
      if (!known || known.status === 'bounced') continue
      const fresh = await noteReturn(tx, known.id, kind, new Date(now.getTime() - ABOUT_DAYS * DAY))
      if (kind === 'complaint') await setLeft(tx, known.id, now, 'complaint')
      else if (kind === 'hard') await setBounced(tx, known.id, now)
      else if (!fresh) continue
      else if (known.softBounces + 1 >= MOST_SOFT) await setBounced(tx, known.id, now)
      else await setSoftBounces(tx, known.id, known.softBounces + 1)
      noted[kind] += 1
    }
    return noted
  },
)

/** A mail that came back (`.eml`), or a list from the host of mails (CSV, XLSX). */
export async function readReturnFile(name: string, bytes: Uint8Array): Promise<Return[]> {
  if (/\.eml$/i.test(name)) return readReturnedMail(bytes)
  const { header, rows } = await readTableFile(bytes)
  const read = readReturnRows(
    header,
    rows.map(({ cells }) => cells),
  )
  if (read === null) throw new Refusal('returns_without_address')
  return read
}

async function readReturnedMail(bytes: Uint8Array): Promise<Return[]> {
  // Read when a mail comes back, not at each start.
  const { simpleParser } = await import('mailparser')
  const { attachments } = await simpleParser(Buffer.from(bytes), { keepDeliveryStatus: true })
  const read = attachments
    .filter(({ contentType }) => contentType === 'message/delivery-status')
    .flatMap(({ content }) => readDeliveryStatus(content.toString('utf8')))
  if (read.length === 0) throw new Refusal('returns_not_a_notice')
  return read
}

export const SetLetters = z.object({
  replyTo: orNull(Email).default(null),
  perHour: orNull(
    z
      .string()
      .trim()
      .regex(/^[1-9]\d{0,4}$/, 'number')
      .transform(Number),
  ).default(null),
})

export const setLetters = gesture('set_letters', TEAM, SetLetters, (tx, _, setting) =>
  saveSetting(tx, setting),
)

export const renewReturnsAddress = gesture('renew_letter_returns', TEAM, z.object({}), (tx) =>
  renewReturns(tx),
)
