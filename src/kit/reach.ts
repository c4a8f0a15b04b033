import { lookup } from 'node:dns'
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Which machines a request of ours may reach: an address that somebody typed must not lead into our own network. */
export type Reach = { port: (port: number) => boolean; address: (address: string) => boolean }

/** One list for each kind: an IPv6 network that holds all of IPv4 would answer for every IPv4 address. */
const OURS = { ipv4: new BlockList(), ipv6: new BlockList() }
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  OURS.ipv4.addSubnet(network, prefix, 'ipv4')
// Loopback, private and link-local, and all that carries an IPv4 address inside.
for (const [network, prefix] of [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 32],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  OURS.ipv6.addSubnet(network, prefix, 'ipv6')

/** The public web and nothing else. */
export const PUBLIC_WEB: Reach = {
  port: (port) => port === 80 || port === 443,
  address: (address) => {
    const kind = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    return !OURS[kind].check(address, kind)
  },
}

export class Unreachable extends Error {
  readonly reason: 'address' | 'answer' | 'redirects' | 'size' | 'time' | 'network'

  constructor(reason: Unreachable['reason']) {
    super(reason)
    this.name = 'Unreachable'
    this.reason = reason
  }
}

const MOST_REDIRECTS = 3

export type FetchLimits = { reach: Reach; bytes: number; milliseconds: number }

/** A text of the web: no more than so many bytes, in so much time, never from a machine out of reach. */
export async function fetchText(
  url: string,
  { reach, bytes, milliseconds }: FetchLimits,
): Promise<{ text: string; url: string }> {
  const signal = AbortSignal.timeout(milliseconds)
  let next = url
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    const answer = await ask(new URL(next), reach, signal)
    const { statusCode = 0, headers } = answer
    if (statusCode >= 300 && statusCode < 400 && headers.location) {
      answer.destroy()
      next = new URL(headers.location, next).href
      continue
    }
    if (statusCode !== 200) {
      answer.destroy()
      throw new Unreachable('answer')
    }
    const body = await readAll(answer, bytes, signal)
    return { text: decode(body, headers['content-type']), url: next }
  }
  throw new Unreachable('redirects')
}

function ask(url: URL, reach: Reach, signal: AbortSignal): Promise<IncomingMessage> {
  const secure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port)
  const known = secure || url.protocol === 'http:'
  if (!known || !reach.port(port) || url.username !== '' || (isIP(host) > 0 && !reach.address(host)))
    throw new Unreachable('address')
  return new Promise((resolve, reject) => {
    const request = (secure ? requestHttps : requestHttp)(
      url,
      {
        lookup: guardedLookup(reach),
        signal,
        agent: false,
        headers: {
          accept: 'application/atom+xml, application/rss+xml, application/xml, text/xml',
          'accept-encoding': 'identity',
          'user-agent': 'Tablee',
        },
      },
      resolve,
    )
    request.on('error', (error) => reject(told(error, signal)))
    request.end()
  })
}

/** The name is looked up once, and what is connected to is what was looked at. */
const guardedLookup =
  (reach: Reach): LookupFunction =>
  (host, options, done) =>
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '', 4)
      const [first] = found
      if (!first || found.some(({ address }) => !reach.address(address)))
        return done(new Unreachable('address'), '', 4)
      return options.all ? done(null, found) : done(null, first.address, first.family)
    })

async function readAll(answer: IncomingMessage, most: number, signal: AbortSignal): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  try {
    for await (const part of answer as AsyncIterable<Buffer>) {
      size += part.length
      if (size > most) throw new Unreachable('size')
      parts.push(part)
    }
  } catch (error) {
    throw told(error, signal)
  } finally {
    answer.destroy()
  }
  return Buffer.concat(parts)
}

function told(error: unknown, signal: AbortSignal): Unreachable {
  if (error instanceof Unreachable) return error
  return new Unreachable(signal.aborted ? 'time' : 'network')
}

/** In the encoding that the server or the document says. */
function decode(body: Buffer, contentType = ''): string {
  const said =
    /charset="?([\w-]+)/i.exec(contentType)?.[1] ??
    /<\?xml[^>]*encoding=["']([\w-]+)/i.exec(body.subarray(0, 200).toString('latin1'))?.[1] ??
    'utf-8'
  try {
    return new TextDecoder(said).decode(body)
  } catch {
    return new TextDecoder().decode(body)
  }
}
