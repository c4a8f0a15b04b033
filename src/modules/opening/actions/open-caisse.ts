import { z } from 'zod'
import { enterCaisse } from '../../../db/db.ts'
import { gesture } from '../../../kit/gesture.ts'
import { DayValue } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { findPreset } from '../../caisses/presets/index.ts'
import { getCaisse, insertCaisse, insertTerritory } from '../../caisses/store.ts'
import { insertRoleGrant } from '../../identity/store.ts'
import { insertDraft } from '../store/drafts.ts'
import { BLANK, fromPreset } from './drafts.ts'

const Words = z.string().trim().min(1, 'required').max(120)

export const OpenSister = z.object({
  name: Words,
  slug: z
    .string()
    .trim()
    .min(1, 'required')
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'slug')
    .max(60),
  unitName: Words,
  territories: z
    .array(Words)
    .max(100)
    .transform((names) => [...new Set(names)]),
  pilotFrom: DayValue.nullable(),
  pilotUntil: DayValue.nullable(),
  practice: z.boolean(),
  /** `blank`, or the name of a preset. */
  from: z.string().min(1, 'required').max(60),
  /** What its first règlement is called while it is being written. */
  draftName: Words,
})

/**
 * An administrator opens another caisse of the same organisation. Nobody else is in it yet, and no rule is in force:
 * its first règlement waits as a draft.
 */
export const openSisterCaisse = gesture(
  'open_sister_caisse',
  ['administrator'],
  OpenSister,
  async (tx, { app, actor, now }, input) => {
    const here = tx.caisseId
    const { organisation_id, currency, time_zone } = await getCaisse(tx, here)
    if (input.pilotFrom && input.pilotUntil && input.pilotUntil < input.pilotFrom)
      throw new Refusal('pilot_ends_before_it_starts')
    const preset = findPreset(input.from)
    const draft =
      input.from === 'blank' ? { typed: BLANK, origin: 'adopted' as const } : fromPreset(input.from)
    const caisseId = await insertCaisse(tx, {
      organisation_id,
      bank_account_id: null,
      slug: input.slug,
      name: input.name,
      unit_name: input.unitName,
      currency: preset?.currency ?? currency,
      time_zone,
      pilot_from: input.pilotFrom,
      pilot_until: input.pilotUntil,
      practice: input.practice,
      preset: preset?.slug ?? null,
    })
    const inside = await enterCaisse(tx, caisseId)
    for (const name of input.territories) await insertTerritory(inside, { id: app.newId(), name })
    const by = actor.kind === 'account' ? actor.accountId : null
    if (by !== null)
      await insertRoleGrant(inside, {
        id: app.newId(),
        accountId: by,
        role: 'administrator',
        fromOn: now.toISOString().slice(0, 10),
        untilOn: null,
      })
    await insertDraft(inside, { id: app.newId(), name: input.draftName, ...draft }, { by, at: now })
    await enterCaisse(tx, here)
    return { slug: input.slug }
  },
)
