import { createHmac, timingSafeEqual } from 'node:crypto'
import type { CaisseTx } from '../../../db/db.ts'
import type { App } from '../../../kit/app.ts'
import { invitationOf, type CalendarEvent } from '../../../kit/icalendar.ts'
import { isLocale } from '../../../kit/i18n/locale.ts'
import { translator, type Translate } from '../../../kit/i18n/translate.ts'
import { placeOf, whenOf } from '../rules/when.ts'
import { getCaisse, type Caisse } from '../../caisses/store.ts'
import { queueMail } from '../../identity/outbox.ts'
import { keepInvitation, openInvitations, takeBackInvitation, type Guest } from '../store/invitations.ts'
import { getMeeting, type Meeting } from '../store/meetings.ts'
import {
  listRegistrations,
  putOnCallList,
  type CallAbout,
  type Registration,
} from '../store/registrations.ts'
import { meetingSetting } from '../store/settings.ts'

/** The same in every mail and every calendar: how a later change finds what it changes. */
export const meetingUid = (app: App, meetingId: string): string => `${meetingId}@${hostOf(app)}`

const hostOf = (app: App): string => new URL(app.address).hostname

/** What calendars are told of a meeting: its hours, its place and its page. */
export const eventOf = (app: App, caisse: Pick<Caisse, 'slug'>, meeting: Meeting): CalendarEvent => ({
  uid: meetingUid(app, meeting.id),
  sequence: meeting.sequence,
  title: meeting.title,
  ...(meeting.description && { description: meeting.description }),
  place: [meeting.placeName, meeting.placeAddress].filter((line) => line !== '').join(', '),
  url: pageOf(app, caisse, meeting.id),
  startsAt: meeting.startsAt,
  endsAt: meeting.endsAt,
  changedAt: meeting.changedAt,
  cancelled: meeting.status === 'cancelled',
  private: meeting.audience !== 'public',
})

const pageOf = (app: App, { slug }: Pick<Caisse, 'slug'>, meetingId: string): string =>
  `${app.address}/c/${slug}/rencontres/${meetingId}`

/** What only whoever registered knows: with it one sees and takes back one's own registration. */
export function registrationKey(app: App, caisseId: number, registrationId: string): string {
  return createHmac('sha256', app.codePepper)
    .update(`registration:${caisseId}:${registrationId}`)
    .digest('base64url')
    .slice(0, 22)
}

export function isRegistrationKey(app: App, caisseId: number, registrationId: string, key: string): boolean {
  const expected = Buffer.from(registrationKey(app, caisseId, registrationId))
  const given = Buffer.from(key)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

export const registrationLink = (app: App, caisse: Pick<Caisse, 'id' | 'slug'>, registrationId: string) =>
  `${app.address}/c/${caisse.slug}/rencontres/inscription/${registrationId}/${registrationKey(app, caisse.id, registrationId)}`

type MailKind = 'invited' | 'registered' | 'waiting' | 'promoted' | 'changed' | 'cancelled' | 'withdrawn'

type Letter = {
  caisse: Caisse
  meeting: Meeting
  guest: Guest
  kind: MailKind
  link: string
  replyTo: string | null
}

/** One mail about a meeting; `calendar` adds what a calendar reads. */
async function write(
  tx: CaisseTx,
  app: App,
  { caisse, meeting, guest, kind, link, replyTo }: Letter,
  calendar: 'REQUEST' | 'CANCEL' | null,
): Promise<void> {
  const t = wordsFor(caisse, guest.language)
  const invitation =
    calendar &&
    invitationOf(
      { ...eventOf(app, caisse, meeting), cancelled: calendar === 'CANCEL' },
      {
        organiser: { name: caisse.name, email: replyTo ?? `rencontres@${hostOf(app)}` },
        guest: { name: guest.name, email: guest.email },
        timeZone: caisse.time_zone,
        language: t.locale,
      },
    )
  await queueMail(
    tx,
    app,
    {
      to: guest.email,
      subject: t(`meetings.mail.${kind}.subject`, { titleText: titleOnTheOutside(t, meeting) }),
      text: t(`meetings.mail.${kind}.text`, {
        nameText: guest.name,
        titleText: meeting.title,
        whenText: whenOf(t, meeting, caisse.time_zone),
        placeText: placeOf(t, meeting),
        toldText: meeting.told === '' ? '' : `${meeting.told}\n\n`,
        linkText: link,
        caisseText: caisse.name,
      }),
      ...(invitation && { invitation }),
      ...(replyTo !== null && { replyTo }),
    },
    caisse.id,
  )
}

const wordsFor = (caisse: Caisse, language: string): Translate =>
  translator(isLocale(language) ? language : 'fr', { timeZone: caisse.time_zone })

/** No amount is read on a locked screen, a title's own included. */
const titleOnTheOutside = (t: Translate, { title, kind }: Pick<Meeting, 'title' | 'kind'>): string =>
  /€|EUR|CHF|euro/i.test(title) ? t(`meetings.kind.${kind}`) : title

async function letterOf(
  tx: CaisseTx,
  meeting: Meeting,
): Promise<Pick<Letter, 'caisse' | 'meeting' | 'replyTo'>> {
  const { replyTo } = await meetingSetting(tx)
  return { caisse: await getCaisse(tx, tx.caisseId), meeting, replyTo }
}

/** People by mail, from the team or from another module: whoever was asked before is told what changed. */
export async function invite(
  tx: CaisseTx,
  app: App,
  meetingId: string,
  people: readonly Guest[],
): Promise<void> {
  const meeting = await getMeeting(tx, meetingId)
  const letter = await letterOf(tx, meeting)
  const link = pageOf(app, letter.caisse, meetingId)
  for (const guest of people) {
    await write(tx, app, { ...letter, guest, kind: 'invited', link }, 'REQUEST')
    await keepInvitation(tx, meetingId, { guest, sequence: meeting.sequence, now: app.now() })
  }
}

const guestOf = ({ email, name, language, personId }: Registration): Guest | null =>
  email === null ? null : { email, name, language, personId }

/** A word about one registration, with the link that takes it back. False: there is no address to write to. */
export async function tellRegistered(
  tx: CaisseTx,
  app: App,
  meeting: Meeting,
  registration: Registration,
  kind: 'registered' | 'waiting' | 'promoted',
): Promise<boolean> {
  const guest = guestOf(registration)
  if (!guest) return false
  const letter = await letterOf(tx, meeting)
  const link = registrationLink(app, letter.caisse, registration.id)
  const comes = kind !== 'waiting'
  await write(tx, app, { ...letter, guest, kind, link }, comes ? 'REQUEST' : null)
  if (comes) await keepInvitation(tx, meeting.id, { guest, sequence: meeting.sequence, now: app.now() })
  return true
}

/** Their calendar forgets it, unless somebody else comes under the same address. */
export async function tellWithdrawn(
  tx: CaisseTx,
  app: App,
  meeting: Meeting,
  registration: Registration,
): Promise<void> {
  const guest = guestOf(registration)
  if (!guest) return
  const others = await listRegistrations(tx, meeting.id)
  const shared = others.some(
    (one) =>
      one.id !== registration.id &&
      one.status === 'registered' &&
      one.email?.toLowerCase() === guest.email.toLowerCase(),
  )
  const letter = await letterOf(tx, meeting)
  const link = pageOf(app, letter.caisse, meeting.id)
  const taken = !shared && (await takeBackInvitation(tx, meeting.id, guest.email, app.now()))
  await write(tx, app, { ...letter, guest, kind: 'withdrawn', link }, taken ? 'CANCEL' : null)
}

/** Everybody who was told of a meeting is told what became of it: by mail, or by somebody who calls. */
export async function tellNews(
  tx: CaisseTx,
  app: App,
  meeting: Meeting,
  about: Exclude<CallAbout, 'promoted'> | 'detail',
): Promise<void> {
  const letter = await letterOf(tx, meeting)
  const registrations = (await listRegistrations(tx, meeting.id)).filter(
    ({ status }) => status !== 'withdrawn',
  )
  const own = new Map(registrations.map((one) => [one.email?.toLowerCase(), one.id]))
  const guests = await openInvitations(tx, meeting.id)
  const kind = about === 'cancelled' ? 'cancelled' : 'changed'
  for (const guest of guests) {
    const registrationId = own.get(guest.email)
    const link = registrationId
      ? registrationLink(app, letter.caisse, registrationId)
      : pageOf(app, letter.caisse, meeting.id)
    await write(tx, app, { ...letter, guest, kind, link }, kind === 'cancelled' ? 'CANCEL' : 'REQUEST')
    if (kind === 'changed')
      await keepInvitation(tx, meeting.id, { guest, sequence: meeting.sequence, now: app.now() })
  }
  if (about === 'detail') return
  const written = new Set(guests.map(({ email }) => email))
  for (const one of registrations) {
    const guest = guestOf(one)
    if (!guest || written.has(guest.email.toLowerCase())) continue
    const link = registrationLink(app, letter.caisse, one.id)
    await write(tx, app, { ...letter, guest, kind, link }, null)
  }
  await putOnCallList(
    tx,
    registrations.filter(({ email }) => email === null).map(({ id }) => id),
    about,
    app.now(),
  )
}

export type RideWord = {
  to: { rider: string; riderEmail: string | null; riderLanguage: string; registrationId: string }
  kind: 'rideAsked' | 'rideAgreed' | 'rideDeclined' | 'rideGone'
  ride: { fromPlace: string; leavesAt: string | null }
  /** Whom they ride with; how to reach them only once both agreed. */
  other?: { name: string; contact: string }
}

/** News of a shared car, to one of the two. Without an address the team finds it on the meeting's page. */
export async function tellRider(
  tx: CaisseTx,
  app: App,
  meeting: Meeting,
  { to, kind, ride, other = { name: '', contact: '' } }: RideWord,
): Promise<void> {
  if (to.riderEmail === null) return
  const { caisse, replyTo } = await letterOf(tx, meeting)
  const t = wordsFor(caisse, to.riderLanguage)
  await queueMail(
    tx,
    app,
    {
      to: to.riderEmail,
      subject: t(`meetings.mail.${kind}.subject`, { titleText: titleOnTheOutside(t, meeting) }),
      text: t(`meetings.mail.${kind}.text`, {
        nameText: to.rider,
        titleText: meeting.title,
        whenText: whenOf(t, meeting, caisse.time_zone),
        fromText: [ride.fromPlace, ride.leavesAt ?? ''].filter((part) => part !== '').join(', '),
        otherText: other.name,
        contactText: other.contact,
        linkText: registrationLink(app, caisse, to.registrationId),
        caisseText: caisse.name,
      }),
      ...(replyTo !== null && { replyTo }),
    },
    caisse.id,
  )
}
