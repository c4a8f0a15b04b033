import { z } from 'zod'
import { gesture } from '../../../kit/gesture.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { queueMail } from '../../identity/outbox.ts'
import { nextFollowUp } from '../rules/outreach.ts'
import { dialled, SMS_LENGTH, tellsAmount } from '../rules/sms.ts'
import { changeContact, listContacts } from '../store/contacts.ts'
import { comingMeetings } from '../store/funnel.ts'
import { queueSms } from '../store/sms.ts'
import { todayOf } from './contacts.ts'
import { STAFF } from './outreach.ts'

/** More people than ever were met at once. */
const ALL = 5000

const noAmount = (text: string): boolean => !tellsAmount(text)

export const InviteContacts = z.object({
  meetingId: z.uuid(),
  subject: z.string().trim().min(1, 'required').max(120).refine(noAmount, 'no_amount'),
  text: z.string().trim().min(1, 'required').max(4000),
  /** Empty: no short message. */
  sms: z.string().trim().max(SMS_LENGTH, 'too_long').refine(noAmount, 'no_amount').default(''),
})

/** By mail and by short message, each as they wished; those whom neither reaches get a letter or a call. */
export const inviteContacts = gesture(
  'invite_contacts',
  STAFF,
  InviteContacts,
  async (tx, { app, now, about }, { meetingId, subject, text, sms }) => {
    about(meetingId)
    if (!(await comingMeetings(tx, now)).some(({ id }) => id === meetingId))
      throw new Refusal('not_an_information_meeting', {}, 409)
    const followUpOn = nextFollowUp(await todayOf(tx, now))
    const open = await listContacts(tx, { state: 'open', limit: ALL })
    const told = { mails: 0, sms: 0 }
    for (const { id, reach, email, phone } of open.filter((one) => one.meetingId === null)) {
      if (reach === 'mail') {
        await queueMail(tx, app, { to: email!, subject, text }, tx.caisseId)
        told.mails += 1
      } else if (reach === 'phone' && app.sms && sms !== '') {
        await queueSms(tx, { id: app.newId(), to: dialled(phone!), text: sms }, now)
        told.sms += 1
      } else continue
      await changeContact(tx, id, { follow_up_on: followUpOn })
    }
    return told
  },
)
