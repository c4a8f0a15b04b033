import type { Context, Env } from 'hono'
import type { App } from '../../kit/app.ts'

/**
 * Where a request comes from on the network. Behind a proxy of ours (`TABLEE_PROXY=oui`) its last
 * `X-Forwarded-For` says it; without one the header is anybody's invention and is not read.
 */
export function clientAddress<E extends Env>(c: Context<E>, app: App): string {
  if (app.behindProxy) {
    const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
    if (forwarded) return networkOf(forwarded)
  }
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } }
  return networkOf(incoming?.socket?.remoteAddress ?? 'unknown')
}

/** One household's IPv6 addresses share their first 64 bits. */
const networkOf = (address: string): string =>
  address.includes('::ffff:')
    ? address.slice(address.lastIndexOf(':') + 1)
    : address.includes(':')
      ? address.split(':').slice(0, 4).join(':')
      : address
