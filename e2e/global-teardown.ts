import { rmSync } from 'node:fs'

/** Nothing of the journeys stays behind. The server may still be writing its last words. */
export default function tearDown(): void {
  rmSync(process.env['E2E_DATA']!, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
