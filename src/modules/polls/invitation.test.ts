import ICAL from 'ical.js'
import type { ParsedMail } from 'mailparser'
import { expect } from 'vitest'
import { answersTo, givenPoll } from '../../../test/given-polls.ts'
import { aMeeting } from '../../../test/given-meetings.ts'
import { openMailServer } from '../../../test/mail-server.ts'
import { givenCaisse } from '../../../test/given.ts'
import { test, type TestApp } from '../../../test/app.ts'
import { SYSTEM } from '../../kit/actor.ts'
import { openMailer } from '../../kit/mail.ts'
import { sendMail } from '../identity/outbox.ts'
import { cancelMeeting, changeMeeting } from '../meetings/actions/meetings.ts'
import { answerPoll } from './actions.ts'
import { closePoll } from './close.ts'

/** Does what the worker does with the outbox. */
async function deliver(app: TestApp, caisseId: number): Promise<void> {
  const waiting = await app.db
    .selectFrom('mail_outbox')
    .select('id')
    .where('sender_caisse', '=', caisseId)
    .where('sent_at', 'is', null)
    .orderBy('id')
    .execute()
  for (const { id } of waiting) await sendMail(app, { id })
}

/** What a calendar reads in a mail. */
function calendarIn(mail: ParsedMail) {
  const part = mail.attachments.find(({ contentType }) => contentType.startsWith('text/calendar'))!
  const calendar = new ICAL.Component(ICAL.parse(part.content.toString()) as unknown[])
  const [zone] = calendar.getAllSubcomponents('vtimezone')
  ICAL.TimezoneService.register(new ICAL.Timezone(zone!))
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent')!)
  return {
    method: calendar.getFirstPropertyValue('method'),
    uid: event.uid,
    sequence: event.sequence,
    title: event.summary,
    startsAt: event.startDate.toJSDate().toISOString(),
    guest: String(event.attendees[0]!.getFirstValue()).toLowerCase(),
  }
}

test('a poll becomes an invitation that calendars read, then move, then take away', async ({ app }) => {
  const smtp = await openMailServer()
  const mailing: TestApp = { ...app, mail: openMailer(smtp.url, 'Caisse <caisse@example.org>') }
  try {
    const caisse = await givenCaisse(mailing)
    const poll = await givenPoll(mailing, caisse)
    const given = { token: poll.token, name: 'Ana', email: 'ana@example.org' }
    await answerPoll(caisse.call(SYSTEM), { ...given, answers: answersTo(poll, ['yes', 'no', 'no']) })
    const { meetingId } = await closePoll(caisse.call(), {
      pollId: poll.id,
      dateId: poll.dates[0]!.id,
      title: 'Préparer la fête',
      audience: 'public',
    })
    await deliver(mailing, caisse.id)
    const [own, asked] = smtp.received
    expect(own!.mail.text).toContain('/reponse/')
    const invitation = calendarIn(asked!.mail)
    expect(invitation).toMatchObject({
      method: 'REQUEST',
      title: 'Préparer la fête',
      startsAt: '2026-12-08T17:00:00.000Z',
      guest: 'mailto:ana@example.org',
    })

    const moved = aMeeting({
      kind: 'meeting',
      title: 'Préparer la fête',
      day: '2026-12-09',
      from: '19:00',
      until: '21:00',
    })
    const { announce: _, ...facts } = moved
    await changeMeeting(caisse.call(), { meetingId, ...facts })
    await deliver(mailing, caisse.id)
    const update = calendarIn(smtp.received.at(-1)!.mail)
    expect(update).toMatchObject({
      method: 'REQUEST',
      uid: invitation.uid,
      startsAt: '2026-12-09T18:00:00.000Z',
    })
    expect(update.sequence).toBeGreaterThan(invitation.sequence)

    await cancelMeeting(caisse.call(), { meetingId })
    await deliver(mailing, caisse.id)
    const gone = calendarIn(smtp.received.at(-1)!.mail)
    expect(gone).toMatchObject({ method: 'CANCEL', uid: invitation.uid })
    expect(gone.sequence).toBeGreaterThan(update.sequence)
  } finally {
    await smtp.close()
  }
})
