/** A link in a mail can be used once, for a quarter of an hour. */
export const LINK_MINUTES = 15

/** A signed-in browser is asked again after thirty days, or after a fortnight without a visit. */
export const SESSION_DAYS = 30
export const IDLE_DAYS = 14

/** Links that one address may ask for in the life of one link: enough for a slow mail, too few to annoy. */
export const LINKS_PER_ADDRESS = 5

/** The same from one place on the network, which a whole social centre may share. */
export const LINKS_PER_NETWORK = 100

export const minutesAfter = (instant: Date, minutes: number): Date =>
  new Date(instant.getTime() + minutes * 60_000)

export const daysAfter = (instant: Date, days: number): Date => minutesAfter(instant, days * 24 * 60)

/** By number and code, often in a browser that others use too: half an hour without a visit ends it. */
export const NUMBER_SESSION_HOURS = 12
export const NUMBER_IDLE_MINUTES = 30

/** A second factor counts for a working day; the session itself goes on. */
export const SECOND_FACTOR_HOURS = 12

export type SessionDates = { kind: 'full' | 'number'; lastSeenAt: Date; expiresAt: Date }

export function isLive({ kind, lastSeenAt, expiresAt }: SessionDates, now: Date): boolean {
  const idle = kind === 'full' ? IDLE_DAYS * 24 * 60 : NUMBER_IDLE_MINUTES
  return now < expiresAt && now < minutesAfter(lastSeenAt, idle)
}

export const isProven = (secondFactorAt: Date | null, now: Date): boolean =>
  secondFactorAt !== null && now < minutesAfter(secondFactorAt, SECOND_FACTOR_HOURS * 60)

const BROWSERS = [
  ['Edge', /Edg(?:e|A|iOS)?\//],
  ['Samsung Internet', /SamsungBrowser\//],
  ['Opera', /OPR\/|Opera/],
  ['Firefox', /Firefox\/|FxiOS\//],
  ['Chrome', /Chrome\/|CriOS\//],
  ['Safari', /Safari\//],
] as const

const SYSTEMS = [
  ['iPad', /iPad/],
  ['iPhone', /iPhone/],
  ['Android', /Android/],
  ['Windows', /Windows/],
  ['Chromebook', /CrOS/],
  ['Mac', /Mac OS X|Macintosh/],
  ['Linux', /Linux/],
] as const

/** `Firefox · Windows`; what a browser says of itself, in words people know. Null when it says nothing known. */
export function describeBrowser(userAgent: string): string | null {
  const named = [BROWSERS, SYSTEMS].flatMap((list) => {
    const found = list.find(([, pattern]) => pattern.test(userAgent))
    return found ? [found[0]] : []
  })
  return named.length > 0 ? named.join(' · ') : null
}
