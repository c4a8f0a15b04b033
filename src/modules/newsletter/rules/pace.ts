/** Handed to the server of mails in one go; then other jobs of the installation have their turn. */
export const BATCH = 100
/** Conversations with the server of mails at once. */
export const LINES = 4
/** A server that answers « later » this often means « no ». */
export const MOST_ATTEMPTS = 6

const MINUTE = 60_000

/** How many may leave now: what the host lets through in an hour, less what left in the last one. */
export const roomNow = (perHour: number | null, sentInLastHour: number): number =>
  perHour === null ? BATCH : Math.max(0, Math.min(BATCH, perHour - sentInLastHour))

/** 5, 10, 20, 40, 80 minutes: greylisting opens within the first of them. */
export const nextTry = (attempts: number, now: Date): Date =>
  new Date(now.getTime() + 5 * MINUTE * 2 ** Math.min(attempts - 1, 4))
