import { addDays, dayAt, firstDay, lastDay, type Day, type Month } from '../../../kit/month.ts'

const weekdayOf = (day: Day): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7

/** The weeks of a month, from Monday to Sunday, with the days of its neighbours that fill them. */
export function weeksOf(month: Month): Day[][] {
  const first = firstDay(month)
  const start = addDays(first, -weekdayOf(first))
  const last = lastDay(month)
  const weeks: Day[][] = []
  for (let monday = start; monday <= last; monday = addDays(monday, 7))
    weeks.push(Array.from({ length: 7 }, (_, i) => addDays(monday, i)))
  return weeks
}

/** Each day with what takes place on it; what lasts several days stands on each of them. */
export function byDay<Event extends { startsAt: Date; endsAt: Date }>(
  events: readonly Event[],
  timeZone: string,
): Map<Day, Event[]> {
  const days = new Map<Day, Event[]>()
  for (const event of events) {
    // An event that ends at midnight does not begin the next day.
    const last = dayAt(new Date(event.endsAt.getTime() - 1), timeZone)
    for (let day = dayAt(event.startsAt, timeZone); day <= last; day = addDays(day, 1))
      days.set(day, [...(days.get(day) ?? []), event])
  }
  return days
}
