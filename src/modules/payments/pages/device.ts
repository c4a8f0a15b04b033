import type { Context, MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { inCaisse, INSTALLATION, type CaisseId } from '../../../db/db.ts'
import type { PageEnv } from '../../../kit/http.ts'
import { translator } from '../../../kit/i18n/translate.ts'
import { caissesOf, findDevice } from '../../accreditation/store.ts'
import { getCaisse, type Caisse } from '../../caisses/store.ts'
import { Refusal } from '../../../kit/refusal.ts'
import type { Place } from '../../../kit/ui/navigation.tsx'
import type { Device } from '../actions/pay.ts'

const COOKIE = 'tablee_lieu'
const YEAR = 365 * 24 * 60 * 60

export type TillEnv = {
  Variables: PageEnv['Variables'] & {
    /** The outlet's device, or null on one that is not enrolled. */
    device: Device | null
    /** Caisses that have or had an agreement with the outlet. */
    caisses: readonly Caisse[]
  }
}

export function keepDevice(c: Context<TillEnv>, token: string): void {
  setCookie(c, COOKIE, token, {
    httpOnly: true,
    sameSite: 'Lax',
    secure: c.get('app').address.startsWith('https:'),
    path: '/encaisser',
    maxAge: YEAR,
  })
}

/** The outlet comes from the device, never from a form. Amounts are written as its first caisse writes them. */
export const readDevice: MiddlewareHandler<TillEnv> = async (c, next) => {
  const app = c.get('app')
  const token = getCookie(c, COOKIE)
  const found = token ? await findDevice(app.db, token) : undefined
  c.set('device', found ? { kind: 'device', ...found } : null)
  c.set('caisses', found ? await caissesOfOutlet(c, found.outletId) : [])
  const [first] = c.get('caisses')
  if (first) {
    const { currency, unit_name: unit, time_zone: timeZone } = first
    c.set('t', translator(c.get('t').locale, { currency, unit, timeZone }))
  }
  await next()
}

async function caissesOfOutlet(c: Context<TillEnv>, outletId: string): Promise<Caisse[]> {
  const { db } = c.get('app')
  const ids = await inCaisse(db, INSTALLATION, (tx) => caissesOf(tx, outletId))
  return Promise.all(ids.map((id: CaisseId) => getCaisse(db, id)))
}

/** What every page of the till shows around its content. */
export function tillFrame(c: Context<TillEnv>, current: '/encaisser' | '/encaisser/journal') {
  const t = c.get('t')
  const places: Place[] = [
    { href: '/encaisser', icon: 'collect', label: t('purchases.till.places.till') },
    { href: '/encaisser/journal', icon: 'journal', label: t('purchases.till.places.journal') },
  ]
  return {
    t,
    demo: c.get('app').demo,
    practice: c.get('caisses').some((caisse) => caisse.practice),
    caisse: { name: deviceOf(c).outletName, href: '/encaisser' },
    places: places.map((place) => ({ ...place, current: place.href === current })),
  }
}

export function deviceOf(c: Context<TillEnv>): Device {
  const device = c.get('device')
  if (!device) throw new Refusal('device_revoked', {}, 403)
  return device
}
