import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { inCaisse, INSTALLATION, type CaisseId } from '../../../db/db.ts'
import type { PageEnv } from '../../../kit/http.ts'
import { translator } from '../../../kit/i18n/translate.ts'
import { Refusal } from '../../../kit/refusal.ts'
import type { IconName } from '../../../kit/ui/icon.tsx'
import type { Place } from '../../../kit/ui/navigation.tsx'
import { deviceOfAccount, findDevice } from '../../accreditation/device-store.ts'
import { outletsOfActor } from '../../accreditation/people.ts'
import { caissesOf, findOutlet } from '../../accreditation/store.ts'
import { getCaisse, type Caisse } from '../../caisses/store.ts'
import type { Device } from '../actions/pay.ts'

const DEVICE = 'tablee_lieu'
/** At which of their outlets somebody works, where there are several. */
const CHOSEN = 'tablee_chez'
const SOUND = 'tablee_son'
const YEAR = 365 * 24 * 60 * 60

/** The outlet for which a browser takes payments: its own device, or somebody who works there. */
export type Outlet = {
  outletId: string
  outletName: string
  /** Enrolled; null when it is a person's session that opens the till. */
  device: (Device & { label: string }) | null
  person: { accountId: string; name: string } | null
  /** In which caisse whoever is signed in manages this outlet; null for everybody else. */
  managedIn: CaisseId | null
}

export type TillEnv = {
  Variables: PageEnv['Variables'] & {
    /** Null on a browser that is no outlet's. */
    outlet: Outlet | null
    /** Caisses that have or had an agreement with the outlet. */
    caisses: readonly Caisse[]
  }
}

type TillContext = Context<TillEnv>

function keep(c: TillContext, name: string, value: string, maxAge = YEAR): void {
  const secure = c.get('app').address.startsWith('https:')
  setCookie(c, name, value, { httpOnly: true, sameSite: 'Lax', secure, path: '/encaisser', maxAge })
}

export const keepDevice = (c: TillContext, token: string): void => keep(c, DEVICE, token)
export const forgetDevice = (c: TillContext): void => void deleteCookie(c, DEVICE, { path: '/encaisser' })
export const keepChosen = (c: TillContext, outletId: string): void => keep(c, CHOSEN, outletId)
export const isSilent = (c: TillContext): boolean => getCookie(c, SOUND) === 'non'
export const keepSound = (c: TillContext, on: boolean): void => keep(c, SOUND, on ? 'oui' : 'non')

/** The outlet comes from the device or the session, never from a form. Amounts are written as its first caisse does. */
export const readDevice: MiddlewareHandler<TillEnv> = async (c, next) => {
  const outlet = await findOutletHere(c)
  c.set('outlet', outlet)
  c.set('caisses', outlet ? await caissesOfOutlet(c, outlet.outletId) : [])
  const [first] = c.get('caisses')
  if (first) {
    const { currency, unit_name: unit, time_zone: timeZone } = first
    c.set('t', translator(c.get('t').locale, { currency, unit, timeZone }))
  }
  await next()
}

async function findOutletHere(c: TillContext): Promise<Outlet | null> {
  const app = c.get('app')
  const actor = c.get('actor')
  const token = getCookie(c, DEVICE)
  const found = token ? await findDevice(app.db, token) : undefined
  const own = outletsOfActor(actor, app.now())
  const chosen = getCookie(c, CHOSEN)
  const outletId = found?.outletId ?? (own.find((one) => one.outletId === chosen) ?? own[0])?.outletId
  if (!outletId) return null
  const here = own.filter((one) => one.outletId === outletId)
  const outletName = found?.outletName ?? (await findOutlet(app.db, outletId))?.tradeName
  if (outletName === undefined) return null
  return {
    outletId,
    outletName,
    device: found ? { kind: 'device', ...found } : null,
    person:
      here.length > 0 && actor?.kind === 'account' ? { accountId: actor.accountId, name: actor.name } : null,
    managedIn: here.find(({ role }) => role === 'outlet_manager')?.caisseId ?? null,
  }
}

async function caissesOfOutlet(c: TillContext, outletId: string): Promise<Caisse[]> {
  const { db } = c.get('app')
  const ids = await inCaisse(db, INSTALLATION, (tx) => caissesOf(tx, outletId))
  return Promise.all(ids.map((id: CaisseId) => getCaisse(db, id)))
}

const PLACES = [
  { path: '', icon: 'collect', label: 'purchases.till.places.till' },
  { path: '/journal', icon: 'journal', label: 'purchases.till.places.journal' },
  { path: '/releves', icon: 'statements', label: 'purchases.till.places.statements' },
  { path: '/reglages', icon: 'settings', label: 'purchases.till.places.settings' },
] as const satisfies readonly { path: string; icon: IconName; label: string }[]

/** What every page of the outlet shows around its content. */
export function tillFrame(c: TillContext, current: (typeof PLACES)[number]['path']) {
  const t = c.get('t')
  const places: Place[] = PLACES.map(({ path, icon, label }) => ({
    href: `/encaisser${path}`,
    icon,
    label: t(label),
    current: path === current,
  }))
  return {
    t,
    demo: c.get('app').demo,
    practice: c.get('caisses').some((caisse) => caisse.practice),
    caisse: { name: outletOf(c).outletName, href: '/encaisser' },
    places,
  }
}

export function outletOf(c: TillContext): Outlet {
  const outlet = c.get('outlet')
  if (!outlet) throw new Refusal('device_revoked', {}, 403)
  return outlet
}

/** What pays and refunds: the enrolled device, or the phone of whoever is signed in. */
export async function payingDevice(c: TillContext): Promise<Device> {
  const { device, person, outletId, outletName } = outletOf(c)
  if (device) return device
  const app = c.get('app')
  const deviceId = await inCaisse(app.db, INSTALLATION, (tx) =>
    deviceOfAccount(tx, {
      id: app.newId(),
      outletId,
      accountId: person!.accountId,
      label: person!.name,
      at: app.now(),
    }),
  )
  return { kind: 'device', deviceId, outletId, outletName }
}

export const zoneOf = (c: TillContext): string => c.get('caisses')[0]?.time_zone ?? 'Europe/Paris'
