import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { CaisseId } from '../../db/db.ts'
import type { App } from '../../kit/app.ts'

type Purpose = 'confirm' | 'leave' | 'returns'

/** Made again from what it is for: a copy of the database confirms nobody and takes nobody off the list. */
function seal(app: App, purpose: Purpose, caisseId: CaisseId, name: string): string {
  return createHmac('sha256', app.codePepper)
    .update(`letter:${purpose}:${caisseId}:${name}`)
    .digest('base64url')
    .slice(0, 27)
}

function same(one: string, other: string): boolean {
  const [given, known] = [Buffer.from(one), Buffer.from(other)]
  return given.length === known.length && timingSafeEqual(given, known)
}

/** The end of a subscriber's own address. */
export const subscriberToken = (
  app: App,
  purpose: 'confirm' | 'leave',
  caisseId: CaisseId,
  subscriberId: string,
): string => `${subscriberId}.${seal(app, purpose, caisseId, subscriberId)}`

/** A reader's own way out: the page, and what RFC 8058 posts to. */
export const leaveHref = (app: App, slug: string, caisseId: CaisseId, subscriberId: string): string =>
  `${app.address}/c/${slug}/lettres/desabonnement/${subscriberToken(app, 'leave', caisseId, subscriberId)}`

/** Whose address it is, or null. */
export function readSubscriberToken(
  app: App,
  purpose: 'confirm' | 'leave',
  caisseId: CaisseId,
  token: string,
): string | null {
  const [id = '', sealed = ''] = token.split('.')
  if (!z.uuid().safeParse(id).success) return null
  return same(sealed, seal(app, purpose, caisseId, id)) ? id : null
}

/** The end of the address to which a host of mails tells what came back; another version closes the one before. */
export const returnsToken = (app: App, caisseId: CaisseId, version: number): string =>
  seal(app, 'returns', caisseId, String(version))

export const isReturnsToken = (app: App, caisseId: CaisseId, version: number, token: string): boolean =>
  same(token, returnsToken(app, caisseId, version))
