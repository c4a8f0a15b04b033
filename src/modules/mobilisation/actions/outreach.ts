import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture, InputError } from '../../../kit/gesture.ts'
import { DayValue, dayAt, MonthValue } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Line, orNull } from '../../../kit/input.ts'
import { getCaisse, listTerritories } from '../../caisses/store.ts'
import { openStructures } from '../../people/store/structures.ts'
import { ACTION_KINDS, REASONS } from '../rules/outreach.ts'
import { getAction, insertAction, insertLeaving, updateAction } from '../store/funnel.ts'

export const STAFF = ['coordinator', 'administrator'] as const

const Count = (most: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,6}$/, 'number')
    .transform(Number)
    .refine((count) => count <= most, 'too_long')

const ActionFields = {
  kind: z.enum(ACTION_KINDS),
  title: Line(120).min(1, 'required'),
  heldOn: DayValue,
  placeName: Line(120).default(''),
  territoryId: orNull(z.uuid()).default(null),
  structureId: orNull(z.uuid()).default(null),
  team: Count(500),
  talkedTo: Count(100_000),
}

export const RecordAction = z.object(ActionFields)

/** Without signs that are taken for each other. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789'
const newToken = (): string => Array.from(randomBytes(8), (byte) => SIGNS[byte % SIGNS.length]).join('')

/** Somewhere, some day, with people: planned or done. */
export const recordAction = gesture('record_outreach', STAFF, RecordAction, async (tx, act, input) => {
  await refuseUnknown(tx, input)
  const actionId = act.app.newId()
  act.about(actionId)
  await insertAction(tx, { ...input, id: actionId, token: newToken() }, act.now)
  return { actionId }
})

export async function refuseUnknown(
  tx: CaisseTx,
  { territoryId, structureId }: { territoryId: string | null; structureId: string | null },
): Promise<void> {
  if (territoryId && !(await listTerritories(tx)).some(({ id }) => id === territoryId))
    throw new Refusal('unknown_territory', {}, 404)
  if (structureId && !(await openStructures(tx)).some(({ id }) => id === structureId))
    throw new Refusal('unknown_structure', {}, 404)
}

export const ChangeAction = z.object({ actionId: z.uuid(), ...ActionFields })

export const changeAction = gesture('change_outreach', STAFF, ChangeAction, async (tx, act, input) => {
  const { actionId, ...fields } = input
  act.about(actionId)
  const before = await getAction(tx, actionId)
  // A structure that has closed since stays where it was.
  await refuseUnknown(tx, {
    ...fields,
    structureId: fields.structureId === before.structureId ? null : fields.structureId,
  })
  await updateAction(tx, actionId, fields)
})

export const NoteLeaving = z.object({ leftIn: MonthValue, reason: z.enum(REASONS) })

/** Why a household left, if it wished to say: a month and a word, without its name. */
export const noteLeaving = gesture(
  'note_leaving',
  STAFF,
  NoteLeaving,
  async (tx, { app, now, about }, input) => {
    const { time_zone } = await getCaisse(tx, tx.caisseId)
    if (input.leftIn > dayAt(now, time_zone).slice(0, 7))
      throw new InputError([{ field: 'leftIn', message: 'month' }])
    const id = app.newId()
    about(id)
    await insertLeaving(tx, { id, ...input }, now)
  },
)
