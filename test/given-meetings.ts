import type { z } from 'zod'
import { inCaisse } from '../src/db/db.ts'
import { scheduleMeeting, type ScheduleMeeting } from '../src/modules/meetings/actions/meetings.ts'
import { register, type Register } from '../src/modules/meetings/actions/registrations.ts'
import { registerHouseholds } from '../src/modules/contributions/actions/register.ts'
import type { PersonInput } from '../src/modules/people/actions/input.ts'
import type { TestApp } from './app.ts'
import type { GivenCaisse } from './given.ts'
import { aHousehold, aPerson } from './given-people.ts'

/** A workshop two weeks after the tests' first instant, announced to everybody. */
export const aMeeting = (
  changes: Partial<z.input<typeof ScheduleMeeting>> = {},
): z.input<typeof ScheduleMeeting> => ({
  kind: 'workshop',
  title: 'Conserver les légumes d’hiver',
  day: '2026-12-08',
  from: '18:00',
  until: '20:00',
  placeName: 'Maison de quartier',
  audience: 'public',
  announce: true,
  ...changes,
})

/** Its id. */
export const givenMeeting = async (
  caisse: GivenCaisse,
  changes: Partial<z.input<typeof ScheduleMeeting>> = {},
): Promise<string> => (await scheduleMeeting(caisse.call(), aMeeting(changes))).meetingId

let come = 0

/** Somebody without an account, with an address unless told. */
export const aComer = (
  meetingId: string,
  changes: Partial<z.input<typeof Register>> = {},
): z.input<typeof Register> => ({
  meetingId,
  name: `Sacha-${(come += 1)} Essai`,
  email: `sacha-${come}@example.org`,
  source: 'web',
  ...changes,
})

/** Its id. */
export const givenRegistration = async (
  caisse: GivenCaisse,
  meetingId: string,
  changes: Partial<z.input<typeof Register>> = {},
): Promise<string> => (await register(caisse.call(), aComer(meetingId, changes))).registrationId

/** An adult of the caisse; their id. */
export async function givenAdult(
  app: TestApp,
  caisse: GivenCaisse,
  person: Partial<z.input<typeof PersonInput>> = {},
): Promise<string> {
  const { householdIds } = await registerHouseholds(caisse.call(), {
    households: [{ ...aHousehold({ members: [aPerson(person)] }), contribution: '10' }],
  })
  const row = await inCaisse(app.db, caisse.id, (tx) =>
    tx
      .selectFrom('household_member')
      .select('person_id')
      .where('caisse_id', '=', caisse.id)
      .where('household_id', '=', householdIds[0]!)
      .executeTakeFirstOrThrow(),
  )
  return row.person_id
}

export type SentMail = {
  to: string
  subject: string
  text: string
  invitation: { method: string; content: string } | null
}

/** What the caisse wrote, in order. */
export async function mailsOf(app: TestApp, caisse: GivenCaisse): Promise<SentMail[]> {
  const rows = await inCaisse(app.db, caisse.id, (tx) =>
    tx
      .selectFrom('mail_outbox')
      .select(['recipient', 'subject', 'text', 'invitation'])
      .where('sender_caisse', '=', caisse.id)
      .orderBy('id')
      .execute(),
  )
  return rows.map(({ recipient, invitation, ...mail }) => ({
    ...mail,
    subject: mail.subject.replace(/[\u00a0\u202f]/g, ' '),
    to: recipient,
    invitation: invitation as SentMail['invitation'],
  }))
}
