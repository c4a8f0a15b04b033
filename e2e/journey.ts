import { test as base, type BrowserContext } from '@playwright/test'
import type { Given } from './given.ts'
import { become, keepSession, type Viewer } from './places.ts'

type Journey = {
  given: Given
  /** Makes this browser that of a persona, or of somebody of `given`. */
  as: (who: Viewer | { session: string }, context?: BrowserContext) => Promise<void>
}

/** Playwright's `test`, with the people of the journeys. */
export const test = base.extend<Journey>({
  // oxlint-disable-next-line no-empty-pattern
  given: async ({}, use) => use(JSON.parse(process.env['E2E_GIVEN']!) as Given),
  as: async ({ given, context, baseURL }, use) =>
    use(async (who, other = context) => {
      if (typeof who === 'string') await become(other, who, given, baseURL!)
      else await keepSession(other, who.session, baseURL!)
    }),
})

export { expect } from '@playwright/test'
