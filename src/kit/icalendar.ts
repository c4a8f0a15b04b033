import ical, { ICalAttendeeStatus, ICalCalendarMethod, ICalEventClass, ICalEventStatus } from 'ical-generator'
import { DateTime } from 'luxon'
import { tzlib_get_ical_block } from 'timezones-ical-library'

/** Something with an hour, in a caisse's calendar. */
export type CalendarEvent = {
  /** The same for ever: what a later change or a cancellation is about. */
  uid: string
  /** Grows with each change (RFC 5545, 3.8.7.4). */
  sequence: number
  title: string
  description?: string
  place?: string
  url?: string
  startsAt: Date
  endsAt: Date
  changedAt: Date
  cancelled?: boolean
  /** Not for the eyes of other people on a shared calendar. */
  private?: boolean
}

/** A day without an hour, or several: `until` is the last one. */
export type CalendarDay = Omit<CalendarEvent, 'startsAt' | 'endsAt'> & { day: string; until?: string }

export type CalendarPerson = { name: string; email: string }

/**
 * One invitation (RFC 5546): `REQUEST` asks or tells a change, `CANCEL` takes it back. Hours are told in the caisse's
 * zone, with the zone's own rules beside them, so that no calendar guesses.
 */
export function invitationOf(
  event: CalendarEvent,
  {
    organiser,
    guest,
    timeZone,
    language,
  }: { organiser: CalendarPerson; guest: CalendarPerson; timeZone: string; language: string },
): { method: 'REQUEST' | 'CANCEL'; content: string } {
  const method = event.cancelled ? 'CANCEL' : 'REQUEST'
  const calendar = openCalendar({ timeZone, language })
  calendar.method(ICalCalendarMethod[method])
  const entry = addEvent(calendar, event, timeZone)
  entry.organizer(organiser)
  entry.createAttendee({ ...guest, rsvp: true, status: ICalAttendeeStatus.NEEDSACTION })
  return { method, content: calendar.toString() }
}

/** A calendar to subscribe to: read again every few hours. */
export function feedOf(
  events: readonly (CalendarEvent | CalendarDay)[],
  { name, timeZone, language, url }: { name: string; timeZone: string; language: string; url: string },
): string {
  const calendar = openCalendar({ timeZone, language })
  calendar
    .name(name)
    .url(url)
    .ttl(6 * 60 * 60)
    .method(ICalCalendarMethod.PUBLISH)
  for (const event of events)
    if ('day' in event) addDay(calendar, event)
    else addEvent(calendar, event, timeZone)
  return calendar.toString()
}

type Calendar = ReturnType<typeof ical>

function openCalendar({ timeZone, language }: { timeZone: string; language: string }): Calendar {
  const calendar = ical({
    prodId: { company: 'Tablée', product: 'Tablée', language: language.toUpperCase() },
  })
  calendar.timezone({ name: timeZone, generator: (zone) => tzlib_get_ical_block(zone)[0] ?? null })
  return calendar
}

function addEvent(calendar: Calendar, event: CalendarEvent, timeZone: string) {
  // A plain `Date` is written in the zone of the process: luxon's carries the caisse's.
  const at = (instant: Date) => DateTime.fromJSDate(instant, { zone: timeZone })
  return describe(
    calendar.createEvent({ start: at(event.startsAt), end: at(event.endsAt), timezone: timeZone }),
    event,
  )
}

function addDay(calendar: Calendar, event: CalendarDay) {
  const start = DateTime.fromISO(event.day, { zone: 'utc' })
  // DTEND is the day after the last one (RFC 5545, 3.6.1).
  const end = DateTime.fromISO(event.until ?? event.day, { zone: 'utc' }).plus({ days: 1 })
  return describe(calendar.createEvent({ start, end, allDay: true }), event)
}

function describe(
  entry: ReturnType<Calendar['createEvent']>,
  event: Omit<CalendarEvent, 'startsAt' | 'endsAt'>,
) {
  entry.uid(event.uid)
  entry.sequence(event.sequence)
  entry.summary(event.title)
  entry.stamp(event.changedAt)
  entry.lastModified(event.changedAt)
  entry.status(event.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED)
  if (event.description) entry.description(event.description)
  if (event.place) entry.location(event.place)
  if (event.url) entry.url(event.url)
  if (event.private) entry.class(ICalEventClass.PRIVATE)
  return entry
}
