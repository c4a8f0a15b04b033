/** A link in a mail can be used once, for a quarter of an hour. */
export const LINK_MINUTES = 15

/** A signed-in browser is asked again after thirty days, or after a fortnight without a visit. */
export const SESSION_DAYS = 30
export const IDLE_DAYS = 14

/** Links that one address may ask for in the life of one link: enough for a slow mail, too few to annoy. */
export const LINKS_PER_ADDRESS = 5

export const minutesAfter = (instant: Date, minutes: number): Date =>
  new Date(instant.getTime() + minutes * 60_000)

export const daysAfter = (instant: Date, days: number): Date => minutesAfter(instant, days * 24 * 60)

export type SessionDates = { lastSeenAt: Date; expiresAt: Date }

export const isLive = ({ lastSeenAt, expiresAt }: SessionDates, now: Date): boolean =>
  now < expiresAt && now < daysAfter(lastSeenAt, IDLE_DAYS)
