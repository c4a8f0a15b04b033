import type { App } from '../kit/app.ts'
import { translator, type MessageKey } from '../kit/i18n/translate.ts'
import { enrolDevice } from '../modules/accreditation/devices.ts'
import { listCaisses } from '../modules/caisses/store.ts'
import { SYSTEM } from '../kit/actor.ts'
import { HELPERS, MAIN_CAISSE, OUTLETS, STAFF } from './cast.ts'

/** The resident who has a login, a number and a code. */
export const RESIDENT = { name: 'Capucine Aubergine', email: 'capucine@example.org', code: '7294' } as const

export type Persona = { slug: string; role: MessageKey; email: string }

/** People of the demonstration who sign in by a link. */
export const PERSONAS: readonly Persona[] = [
  { slug: STAFF.coordinator.slug, role: 'identity.role.coordinator', email: STAFF.coordinator.email },
  { slug: STAFF.treasurer.slug, role: 'identity.role.treasurer', email: STAFF.treasurer.email },
  {
    slug: STAFF.committee_member.slug,
    role: 'identity.role.committee_member',
    email: STAFF.committee_member.email,
  },
  {
    slug: STAFF.outlet_manager.slug,
    role: 'identity.role.outlet_manager',
    email: STAFF.outlet_manager.email,
  },
  { slug: STAFF.administrator.slug, role: 'identity.role.administrator', email: STAFF.administrator.email },
  { slug: 'habitante', role: 'identity.role.resident', email: RESIDENT.email },
  { slug: HELPERS.relative.slug, role: 'identity.role.helper', email: HELPERS.relative.email },
  { slug: HELPERS.structure.slug, role: 'identity.role.partner_structure', email: HELPERS.structure.email },
]

/** Whether nothing was ever opened here. */
export async function isEmpty(app: App): Promise<boolean> {
  return (await listCaisses(app.db)).length === 0
}

const TILL_KEY = '01980000-0000-7000-8000-00000000ca55'

/** The address that turns a browser into the device of the demonstration's first outlet. */
export async function demoTill(app: App): Promise<string | null> {
  const [caisse] = await listCaisses(app.db)
  const outlet = await app.db
    .selectFrom('outlet')
    .select('id')
    .where('trade_name', '=', OUTLETS[0].tradeName)
    .executeTakeFirst()
  if (!caisse || !outlet) return null
  const main = (await listCaisses(app.db)).find((each) => each.slug === MAIN_CAISSE) ?? caisse
  const { token } = await enrolDevice(
    { app, actor: SYSTEM, caisseId: main.id, key: TILL_KEY },
    { outletId: outlet.id, label: 'Tablette du comptoir' },
  )
  return `${app.address}/encaisser/appareil/${token}`
}

/** What the terminal prints at start: a link for each, that works as often as one likes. */
export async function demoLinks(app: App): Promise<{ label: string; link: string }[]> {
  const t = translator('fr')
  const till = await demoTill(app)
  return [
    ...PERSONAS.map(({ slug, role }) => ({ label: t(role), link: `${app.address}/demo/${slug}` })),
    ...(till ? [{ label: t('app.welcome.till'), link: till }] : []),
  ]
}
