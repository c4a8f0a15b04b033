import type { Context, MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { inCaisse, INSTALLATION, type CaisseId } from '../../../db/db.ts'
import type { PageEnv } from '../../../kit/http.ts'
import { translator } from '../../../kit/i18n/translate.ts'
import { caissesOf, findDevice } from '../../accreditation/store.ts'
import { getCaisse, type Caisse } from '../../caisses/store.ts'
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
