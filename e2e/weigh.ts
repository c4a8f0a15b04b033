import type { Page } from '@playwright/test'

/** No page of a resident, and no till, may weigh more: a minute of a bad connection. */
export const HEAVIEST_PAGE = 60_000

/** Bytes that come through the air for a page, compressed, with an empty cache. */
export async function weigh(page: Page, path: string): Promise<number> {
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) => sizes.push(request.sizes().then((size) => size.responseBodySize)))
  await page.goto(path, { waitUntil: 'networkidle' })
  page.removeAllListeners('requestfinished')
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
