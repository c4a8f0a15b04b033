import type { z } from 'zod'
import { SYSTEM } from '../src/kit/actor.ts'
import { inCaisse } from '../src/db/db.ts'
import { keepBlock, startLetter, type KeepBlock } from '../src/modules/newsletter/actions/letters.ts'
import { scheduleLetter } from '../src/modules/newsletter/actions/sending.ts'
import {
  askForLetter,
  confirmLetter,
  subscribeAtDesk,
} from '../src/modules/newsletter/actions/subscriptions.ts'
import { findByEmail } from '../src/modules/newsletter/store/subscribers.ts'
import type { TestApp } from './app.ts'
import type { GivenCaisse } from './given.ts'

let written = 0

type Block = Omit<z.input<typeof KeepBlock>, 'letterId'>

/** A letter with a text, or with the blocks told; its id. */
export async function givenLetter(
  caisse: GivenCaisse,
  {
    title = 'Des nouvelles',
    blocks = [{ kind: 'text', title: 'Bonjour', body: 'Du **neuf**.' }],
  }: { title?: string; blocks?: Block[] } = {},
): Promise<string> {
  const { letterId } = await startLetter(caisse.call(), { number: String((written += 1)), title })
  for (const block of blocks) await keepBlock(caisse.call(), { letterId, ...block })
  return letterId
}

/** Somebody who said yes from their mailbox; their id. */
export async function givenReader(app: TestApp, caisse: GivenCaisse, email: string): Promise<string> {
  await askForLetter(caisse.call(SYSTEM), { email })
  const reader = await inCaisse(app.db, caisse.id, (tx) => findByEmail(tx, email))
  await confirmLetter(caisse.call(SYSTEM), { subscriberId: reader!.id })
  return reader!.id
}

/** Somebody who signed at the desk and has no mail. */
export const givenPaperReader = (caisse: GivenCaisse, name: string, address = '') =>
  subscribeAtDesk(caisse.call(), { name, address, signed: 'yes' })

/** Thousands who said yes, in one statement. */
export async function givenReaders(app: TestApp, caisse: GivenCaisse, count: number): Promise<string[]> {
  const emails = Array.from({ length: count }, (_, place) => `lectrice${place}@example.org`)
  await inCaisse(app.db, caisse.id, (tx) =>
    tx
      .insertInto('newsletter_subscriber')
      .values(
        emails.map((email) => ({
          caisse_id: caisse.id,
          id: app.newId(),
          email,
          part: 'other' as const,
          status: 'active' as const,
          source: 'web' as const,
          asked_at: app.now(),
          confirmed_at: app.now(),
        })),
      )
      .execute(),
  )
  return emails
}

export const givenSending = (caisse: GivenCaisse, letterId: string) =>
  scheduleLetter(caisse.call(), { letterId, when: 'now' })
