import { expect, test } from 'vitest'
import { translator } from '../../kit/i18n/translate.ts'
import {
  nextOpenDay,
  OpeningHours,
  openOn,
  typedSlots,
  writtenSlots,
  type OpeningHours as Hours,
} from './opening.ts'
import { sayToday, sayWeek } from './say-opening.ts'

const open = (days: Record<number, string>, more: Partial<Hours> = {}): { hours: Hours } => ({
  hours: OpeningHours.parse({
    ...more,
    days: Object.fromEntries(Object.entries(days).map(([day, text]) => [day, typedSlots(text)])),
  }),
})

// The 24th of November 2026 is a Tuesday of week 48.
const TUESDAY = '2026-11-24'

test('an outlet is open on the days it told, and a day without hours is closed', () => {
  const shop = open({ 2: '9h30-12h30, 15h-19h' })
  expect(openOn(shop, TUESDAY)).toEqual([
    { from: '09:30', to: '12:30' },
    { from: '15:00', to: '19:00' },
  ])
  expect(openOn(shop, '2026-11-25')).toEqual([])
})

test('nobody told: neither open nor closed', () => {
  expect(openOn({ hours: null }, TUESDAY)).toBeNull()
  expect(openOn(open({}), TUESDAY)).toBeNull()
})

test.each([
  ['even', TUESDAY, 1],
  ['odd', TUESDAY, 0],
  ['odd', '2026-12-01', 1],
] as const)('every other week, %s weeks, on %s', (weeks, day, slots) => {
  expect(openOn(open({ 2: '9-12' }, { weeks }), day)).toHaveLength(slots)
})

test('an announced closing covers both its days', () => {
  const closing = open({ 2: '9-12', 3: '9-12' }, { closed: { from: '2026-11-23', to: TUESDAY } })
  expect(openOn(closing, TUESDAY)).toEqual([])
  expect(nextOpenDay(closing, TUESDAY)).toBe('2026-11-25')
  expect(OpeningHours.safeParse({ days: {}, closed: { from: TUESDAY, to: '2026-11-23' } }).success).toBe(
    false,
  )
})

test.each([
  ['9h30-12h30', '09h30-12h30'],
  ['9:30 – 12:30 ; 14 à 18h', '09h30-12h30, 14h00-18h00'],
  ['de midi à 14h', null],
  ['14h-12h', null],
  ['10h-14h, 13h-18h', null],
  ['25h-26h', null],
])('hours typed as %s', (typed, written) => {
  const read = OpeningHours.safeParse({ days: { 1: typedSlots(typed) } })
  expect(read.success ? writtenSlots(read.data.days[1]) : null).toBe(written)
})

test('the week is told as on a door', () => {
  const t = translator('fr')
  const shop = open({ 2: '9h30-19h', 3: '9h30-19h', 4: '9h30-19h', 6: '8h-13h' }, { weeks: 'odd' })
  const plain = (text: string) => text.replaceAll('\u00a0', ' ')
  expect(sayWeek(t, shop.hours).map(plain)).toEqual([
    'mardi au jeudi, 9 h 30 à 19 h',
    'samedi, 8 h à 13 h',
    'Une semaine sur deux, les semaines impaires',
  ])
  expect(plain(sayToday(t, shop, TUESDAY)!.text)).toBe(
    'Fermé aujourd’hui, ouvert mardi 1er décembre, 9 h 30 à 19 h',
  )
})
