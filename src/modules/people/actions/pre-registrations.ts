import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { holds, type Actor } from '../../../kit/actor.ts'
import type { App } from '../../../kit/app.ts'
import { gesture, InputError } from '../../../kit/gesture.ts'
import { isLocale } from '../../../kit/i18n/locale.ts'
import { translator } from '../../../kit/i18n/translate.ts'
import { dayAt, type Day } from '../../../kit/month.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { Line, orNull } from '../../../kit/input.ts'
import { getCaisse, listTerritories } from '../../caisses/store.ts'
import { queueMail } from '../../identity/outbox.ts'
import { CONSENT, REACHES, refusalToMove, type PreRegistrationStatus } from '../rules/pre-registration.ts'
import { EMAIL, PHONE } from '../rules/text.ts'
import {
  deletePreRegistration,
  findOutreach,
  findSameRequest,
  getPreRegistration,
  insertPreRegistration,
  lockPreRegistrations,
  moveTo,
  type NewPreRegistration,
} from '../store/pre-registrations.ts'
import { openStructures } from '../store/structures.ts'
import { listWaves, placesLeft } from '../store/waves.ts'

const STAFF = ['coordinator', 'administrator'] as const

const Name = Line(80)
const Count = (least: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,2}$/, 'number')
    .transform(Number)
    .refine((count) => count >= least && count <= 12, 'household_count')

export const PreRegister = z.object({
  givenName: Name.min(1, 'required'),
  familyName: Name.default(''),
  reach: z.enum(REACHES),
  email: orNull(z.string().trim().regex(EMAIL, 'email')).default(null),
  phone: orNull(z.string().trim().regex(PHONE, 'phone')).default(null),
  structureId: orNull(z.uuid()).default(null),
  adults: Count(1),
  children: Count(0),
  territoryId: orNull(z.uuid()).default(null),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/, 'language')
    .default('fr'),
  consent: z.string().refine((given) => given === 'yes', 'consent'),
  /** The code of a flyer. */
  flyer: z.string().max(40).default(''),
})

/**
 * Somebody asks to join: by themselves on the public page (the installation answers for them), at the desk, or
 * with a structure that accompanies them. Asked twice is asked once, and says the same.
 */
export const preRegister = gesture(
  'pre_register',
  [...STAFF, 'partner_structure'],
  PreRegister,
  async (tx, { app, actor, now, about }, input) => {
    refuseUnreachable(input)
    const caisse = await getCaisse(tx, tx.caisseId)
    const today = dayAt(now, caisse.time_zone)
    const own = structureOf(actor, tx, today)
    const request: NewPreRegistration = {
      ...input,
      id: app.newId(),
      structureId: own ?? input.structureId,
      source: own ? 'structure' : actor.kind === 'account' ? 'desk' : 'web',
      consent: CONSENT,
      outreachActionId: await findOutreach(tx, input.flyer),
    }
    await refuseUnknown(tx, request)
    const known = await findSameRequest(tx, request)
    about(known ?? request.id)
    if (known) return { preRegistrationId: known }
    await insertPreRegistration(tx, request, { now, today })
    if (request.source === 'web' && request.reach === 'mail') await confirm(tx, app, request)
    return { preRegistrationId: request.id }
  },
)

function refuseUnreachable({ reach, email, phone }: z.output<typeof PreRegister>): void {
  if (reach === 'mail' && email === null) throw new InputError([{ field: 'email', message: 'reach_mail' }])
  if (reach === 'phone' && phone === null) throw new InputError([{ field: 'phone', message: 'reach_phone' }])
}

async function refuseUnknown(
  tx: CaisseTx,
  { territoryId, structureId }: Pick<NewPreRegistration, 'territoryId' | 'structureId'>,
): Promise<void> {
  if (territoryId && !(await listTerritories(tx)).some(({ id }) => id === territoryId))
    throw new Refusal('unknown_territory', {}, 404)
  if (structureId && !(await openStructures(tx)).some(({ id }) => id === structureId))
    throw new Refusal('unknown_structure', {}, 404)
}

/** The structure for which somebody acts who is not of the team. */
export function structureOf(actor: Actor, tx: CaisseTx, today: Day): string | null {
  if (actor.kind !== 'account' || holds(actor, STAFF, tx.caisseId, today)) return null
  const grant = actor.grants.find(
    ({ caisseId, role, fromOn, untilOn, scope }) =>
      caisseId === tx.caisseId &&
      role === 'partner_structure' &&
      scope?.kind === 'structure' &&
      fromOn <= today &&
      (untilOn === null || today <= untilOn),
  )
  return grant?.scope?.kind === 'structure' ? grant.scope.id : null
}

async function confirm(tx: CaisseTx, app: App, request: NewPreRegistration): Promise<void> {
  const { name } = await getCaisse(tx, tx.caisseId)
  const t = translator(isLocale(request.language) ? request.language : 'fr')
  const mail = {
    to: request.email!,
    subject: t('waiting.mail.subject', { caisseText: name }),
    text: t('waiting.mail.text', { nameText: request.givenName, caisseText: name }),
  }
  await queueMail(tx, app, mail, tx.caisseId)
}

const Ids = z.array(z.uuid()).min(1, 'required').max(500)

export const AnswerPreRegistration = z.object({
  preRegistrationId: z.uuid(),
  status: z.enum(['waiting', 'declined', 'withdrawn']),
})

/** Told that they are on the list, that it will not be possible, or that they think better of it. */
export const answerPreRegistration = gesture(
  'answer_pre_registration',
  STAFF,
  AnswerPreRegistration,
  async (tx, { now, about }, { preRegistrationId, status }) => {
    about(preRegistrationId)
    await move(tx, [preRegistrationId], { status, now, waveId: null })
  },
)

export const PlaceInWave = z.object({ preRegistrationIds: Ids, waveId: z.uuid() })

/** There is a place for them in this wave: as many as it still has, and not one more. */
export const placeInWave = gesture(
  'place_in_wave',
  STAFF,
  PlaceInWave,
  async (tx, { now, about }, { preRegistrationIds, waveId }) => {
    about(waveId)
    await tx
      .selectFrom('wave')
      .select('id')
      .where('caisse_id', '=', tx.caisseId)
      .where('id', '=', waveId)
      .forUpdate()
      .execute()
    const before = (await listWaves(tx)).find(({ id }) => id === waveId)
    if (!before) throw new Refusal('unknown_wave', {}, 404)
    await move(tx, preRegistrationIds, { status: 'invited', now, waveId })
    const after = (await listWaves(tx)).find(({ id }) => id === waveId)!
    const left = placesLeft(before)
    const taken = after.invited - before.invited
    if (left !== null && taken > left)
      throw new Refusal('wave_full', { nameText: before.name, places: left }, 409)
    return { placed: preRegistrationIds.length }
  },
)

async function move(
  tx: CaisseTx,
  ids: readonly string[],
  to: { status: PreRegistrationStatus; now: Date; waveId: string | null },
): Promise<void> {
  const locked = await lockPreRegistrations(tx, ids)
  if (locked.length < new Set(ids).size) throw new Refusal('unknown_pre_registration', {}, 404)
  for (const { status } of locked) refuse(refusalToMove(status, to.status))
  const { time_zone } = await getCaisse(tx, tx.caisseId)
  await moveTo(tx, ids, { status: to.status, today: dayAt(to.now, time_zone), waveId: to.waveId })
}

/** In the transaction that registers the household: the request has become one. */
export async function markRegistered(
  tx: CaisseTx,
  preRegistrationId: string,
  householdId: string,
  now: Date,
): Promise<void> {
  const [request] = await lockPreRegistrations(tx, [preRegistrationId])
  if (!request) throw new Refusal('unknown_pre_registration', {}, 404)
  refuse(refusalToMove(request.status, 'registered'))
  const { time_zone } = await getCaisse(tx, tx.caisseId)
  await moveTo(tx, [preRegistrationId], { status: 'registered', today: dayAt(now, time_zone), householdId })
}

/** Whoever asks to be forgotten is, at once. */
export const forgetPreRegistration = gesture(
  'forget_pre_registration',
  STAFF,
  z.object({ preRegistrationId: z.uuid() }),
  async (tx, { about }, { preRegistrationId }) => {
    about(preRegistrationId)
    await getPreRegistration(tx, preRegistrationId)
    await deletePreRegistration(tx, preRegistrationId)
  },
)
