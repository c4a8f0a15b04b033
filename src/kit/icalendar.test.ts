import ICAL from 'ical.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { feedOf, invitationOf, type CalendarDay, type CalendarEvent } from './icalendar.ts'

const PARIS = { timeZone: 'Europe/Paris', language: 'fr' }

const workshop: CalendarEvent = {
  uid: 'atelier-1@caisse.example.org',
  sequence: 0,
  title: 'Atelier : nos critères, et vous ?',
  place: 'Maison de quartier; salle 2, Nantes',
  startsAt: new Date('2026-03-28T17:30:00Z'),
  endsAt: new Date('2026-03-28T19:30:00Z'),
  changedAt: new Date('2026-03-01T08:00:00Z'),
}

const people = {
  organiser: { name: 'Caisse commune', email: 'contact@caisse.example.org' },
  guest: { name: 'Une habitante', email: 'habitante@example.org' },
}

/** As an independent reader understands it. */
function readBack(content: string) {
  const calendar = new ICAL.Component(ICAL.parse(content) as [string, unknown[], unknown[]])
  for (const zone of calendar.getAllSubcomponents('vtimezone'))
    ICAL.TimezoneService.register(new ICAL.Timezone(zone))
  return {
    method: calendar.getFirstPropertyValue('method'),
    events: calendar.getAllSubcomponents('vevent').map((entry) => new ICAL.Event(entry)),
  }
}

describe('an invitation', () => {
  test('is at the hour people meet, in winter and in summer, wherever the server stands', () => {
    const { method, content } = invitationOf(workshop, { ...PARIS, ...people })
    const read = readBack(content)
    expect(method).toBe('REQUEST')
    expect(read.method).toBe('REQUEST')
    expect(read.events[0]!.startDate.toString()).toBe('2026-03-28T18:30:00')
    expect(read.events[0]!.startDate.zone.tzid).toBe('Europe/Paris')
    expect(read.events[0]!.startDate.toJSDate()).toEqual(workshop.startsAt)

    const summer = {
      ...workshop,
      startsAt: new Date('2026-03-30T16:30:00Z'),
      endsAt: new Date('2026-03-30T18:30:00Z'),
    }
    const later = readBack(invitationOf(summer, { ...PARIS, ...people }).content)
    expect(later.events[0]!.startDate.toString()).toBe('2026-03-30T18:30:00')
    expect(later.events[0]!.startDate.toJSDate()).toEqual(summer.startsAt)
  })

  test('moved, then taken back, is still the same one', () => {
    const moved = readBack(invitationOf({ ...workshop, sequence: 1 }, { ...PARIS, ...people }).content)
    const cancelled = readBack(
      invitationOf({ ...workshop, sequence: 2, cancelled: true }, { ...PARIS, ...people }).content,
    )
    expect(moved.events.map(({ uid, sequence }) => [uid, sequence])).toEqual([[workshop.uid, 1]])
    expect(cancelled.method).toBe('CANCEL')
    expect(cancelled.events[0]!.component.getFirstPropertyValue('status')).toBe('CANCELLED')
    expect(cancelled.events[0]!.organizer).toBe('mailto:contact@caisse.example.org')
  })
})

describe('a calendar to subscribe to', () => {
  const feed = (events: Parameters<typeof feedOf>[0]) =>
    feedOf(events, { name: 'Caisse', url: 'https://caisse.example.org/agenda.ics', ...PARIS })

  test('holds days and hours', () => {
    const phase: CalendarDay = {
      uid: 'phase-1',
      sequence: 0,
      title: 'Phase 1',
      changedAt: workshop.changedAt,
      day: '2026-01-01',
      until: '2026-03-31',
    }
    const read = readBack(feed([workshop, phase]))
    expect(read.events.map(({ uid }) => uid)).toEqual([workshop.uid, 'phase-1'])
    expect(read.events[1]!.startDate.toString()).toBe('2026-01-01')
    expect(read.events[1]!.endDate.toString()).toBe('2026-04-01')
  })

  test('keeps any title and place as they were written', () => {
    const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }).map((text) => text.trim())
    fc.assert(
      fc.property(words, words, (title, place) => {
        fc.pre(title !== '' && place !== '' && !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(title + place))
        const [event] = readBack(feed([{ ...workshop, title, place }])).events
        expect(event!.summary).toBe(title)
        expect(event!.location).toBe(place)
      }),
    )
  })
})
