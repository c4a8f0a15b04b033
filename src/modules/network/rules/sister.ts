import { addDays, type Day } from '../../../kit/month.ts'

export const STAGES = ['preparing', 'running', 'ended'] as const
export type Stage = (typeof STAGES)[number]

export const PUBLICATION_KINDS = ['article', 'review', 'webinar'] as const
export type PublicationKind = (typeof PUBLICATION_KINDS)[number]

const YEAR = 365

/** A figure that nobody has looked at again for a year says so: caisses change every month. */
export const isOld = (readOn: Day, today: Day): boolean => readOn < addDays(today, -YEAR)

/** « grandlyon.com », which is read sooner than an address. */
export function hostOf(url: string): string {
  try {
    return new URL(url).hostname.replace(/^www\./, '')
  } catch {
    return url
  }
}

/** An address that a page of ours may link to. */
export function isWebAddress(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol)
  } catch {
    return false
  }
}
