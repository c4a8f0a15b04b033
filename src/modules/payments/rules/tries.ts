const MINUTE = 60_000

/** Wrong codes in a row, from the fifth on, and how long the number then waits, in minutes. */
const FIRST_LOCK = 5
const LOCKS_MINUTES = [1, 5, 15, 60, 240, 1440]

/** Until when a number waits after that many wrong codes in a row: ten in the first five hours, then one a day. */
export function lockedUntil(failures: number, now: Date): Date | null {
  if (failures < FIRST_LOCK) return null
  const minutes = LOCKS_MINUTES[Math.min(failures - FIRST_LOCK, LOCKS_MINUTES.length - 1)]!
  return new Date(now.getTime() + minutes * MINUTE)
}

/** A device on which this many wrong numbers or codes were typed within the window waits for its end. */
export const DEVICE_TRIES = 10
const DEVICE_WINDOW_MINUTES = 15

export type DeviceTries = { failures: number; since: Date }

/** Tries that began before no longer count. */
export const deviceWindowStart = (now: Date): Date => new Date(now.getTime() - DEVICE_WINDOW_MINUTES * MINUTE)

export function deviceLockedUntil(tries: DeviceTries | null, now: Date): Date | null {
  if (!tries || tries.failures < DEVICE_TRIES || tries.since <= deviceWindowStart(now)) return null
  return new Date(tries.since.getTime() + DEVICE_WINDOW_MINUTES * MINUTE)
}

export const minutesUntil = (until: Date, now: Date): number =>
  Math.max(1, Math.ceil((until.getTime() - now.getTime()) / MINUTE))
