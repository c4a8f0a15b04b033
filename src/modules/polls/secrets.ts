import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { parse, stringify } from 'uuid'
import type { App } from '../../kit/app.ts'
import { Refusal } from '../../kit/refusal.ts'

/** Signs that are not taken for each other when somebody copies an address by hand. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** The end of a poll's address, which nobody guesses. */
export const newToken = (): string =>
  Array.from(randomBytes(16), (byte) => SIGNS[byte % SIGNS.length]).join('')

/** `/sondage/k7m…-nantes-ouest`: the caisse is said, so that it is known where to look. */
export const pollPath = (slug: string, token: string): string => `/sondage/${token}-${slug}`

export function readPollAddress(text: string): { slug: string; token: string } {
  const found = /^([a-z0-9]{16})-([a-z0-9-]+)$/.exec(text)
  if (!found) throw new Refusal('unknown_poll', {}, 404)
  return { token: found[1]!, slug: found[2]! }
}

const proof = (app: App, voiceId: string): Buffer =>
  createHmac('sha256', app.codePepper).update(`poll-voice:${voiceId}`).digest().subarray(0, 12)

/** What changes one's own answer: made again for each mail, kept nowhere. */
export const voiceKey = (app: App, voiceId: string): string =>
  Buffer.concat([parse(voiceId), proof(app, voiceId)]).toString('base64url')

/** Whose key it is; null when it is nobody's. */
export function readVoiceKey(app: App, key: string | undefined): string | null {
  const bytes = Buffer.from(key ?? '', 'base64url')
  if (bytes.length !== 28) return null
  try {
    const voiceId = stringify(bytes.subarray(0, 16))
    return timingSafeEqual(bytes.subarray(16), proof(app, voiceId)) ? voiceId : null
  } catch {
    return null
  }
}
