import type { Day } from '../../../kit/month.ts'

/** Where a picture may be shown. */
export const PHOTO_USES = ['site', 'newsletter', 'poster', 'report'] as const
export type PhotoUse = (typeof PHOTO_USES)[number]

export type Consent = { uses: readonly PhotoUse[]; until: Day; withdrawnAt: Date | null }

/** Everybody in it agrees to that use that day; a picture of people whom nobody asked is shown nowhere. */
export const mayShow = (
  { nobody, consents }: { nobody: boolean; consents: readonly Consent[] },
  use: PhotoUse,
  day: Day,
): boolean =>
  nobody ||
  (consents.length > 0 &&
    consents.every(
      ({ uses, until, withdrawnAt }) => withdrawnAt === null && uses.includes(use) && day <= until,
    ))
