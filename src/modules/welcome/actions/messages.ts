import { z } from 'zod'
import { gesture } from '../../../kit/gesture.ts'
import { LOCALES } from '../../../kit/i18n/locale.ts'
import { MonthValue } from '../../../kit/month.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { personExists } from '../../people/store/households.ts'
import { announce, OCCASIONS, takeBatch } from '../../people/store/messages.ts'
import { refusalToText } from '../rules/text.ts'
import { householdsToTell } from '../store/audience.ts'
import { insertCall } from '../store/people-to-call.ts'
import { deleteText, messageSetting, saveSetting, saveText, setObjection } from '../store/texts.ts'

const TEAM = ['coordinator'] as const

const Lines = (longest: number) =>
  z
    .string()
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .refine((text) => text !== '', 'required')
    .refine((text) => text.length <= longest, 'too_long')

const OneLine = (longest: number) => Lines(longest).refine((text) => !text.includes('\n'), 'one_line')

export const WriteText = z.object({
  occasion: z.enum(OCCASIONS),
  language: z.enum(LOCALES),
  subject: OneLine(150),
  body: Lines(4000),
})

/** The caisse's own words; what they name is checked before anybody is written to. */
export const writeText = gesture('write_message_text', TEAM, WriteText, async (tx, { now }, text) => {
  refuse(refusalToText(text.occasion, text))
  await saveText(tx, text, now)
})

export const resetText = gesture(
  'reset_message_text',
  TEAM,
  WriteText.pick({ occasion: true, language: true }),
  async (tx, _, { occasion, language }) => deleteText(tx, occasion, language),
)

export const SetMessages = z.object({
  silent: z.array(z.enum(OCCASIONS)),
  remindDays: z
    .string()
    .trim()
    .regex(/^\d{1,2}$/, 'number')
    .transform(Number)
    .refine((days) => days <= 27, 'remind_days'),
})

/** On which occasions the caisse writes, and how early it says that a contribution is coming. */
export const setMessages = gesture('set_messages', TEAM, SetMessages, async (tx, _, setting) =>
  saveSetting(tx, setting),
)

export const TellChange = z.object({
  changeText: Lines(600),
  waveId: z.union([z.literal('').transform(() => null), z.uuid()]).default(null),
  territoryId: z.union([z.literal('').transform(() => null), z.uuid()]).default(null),
})

/** Something changed: told to every household that is here, or to those of a wave or a territory. */
export const tellChange = gesture(
  'tell_change',
  TEAM,
  TellChange,
  async (tx, { key, now }, { changeText, ...audience }) => {
    if ((await messageSetting(tx)).silent.includes('change')) throw new Refusal('occasion_silent', {}, 409)
    const households = await householdsToTell(tx, audience, now)
    if (households.length === 0) throw new Refusal('nobody_to_tell', {}, 409)
    const details = { changeText }
    await announce(
      tx,
      'change',
      households.map((householdId) => ({ householdId, about: key, details })),
      now,
    )
    return { count: households.length }
  },
)

/** Takes what waits on paper: all of it as letters, or what can be said by phone as a list of calls. */
export const takeToPaper = gesture(
  'print_messages',
  TEAM,
  z.object({ as: z.enum(['printed', 'call_list']) }),
  async (tx, { app, now, about }, { as }) => {
    const batchId = app.newId()
    about(batchId)
    const count = await takeBatch(tx, { batchId, as, now })
    if (count === 0) throw new Refusal('nothing_on_paper', {}, 409)
    return { batchId, count }
  },
)

/** Somebody called: the household is off the list for that month. What was said is not kept. */
export const noteCall = gesture(
  'note_call',
  TEAM,
  z.object({ householdId: z.uuid(), month: MonthValue }),
  async (tx, { now, about }, { householdId, month }) => {
    about(householdId)
    await insertCall(tx, householdId, month, now)
  },
)

/** Somebody asks not to be written to any more, or to be written to again. */
export const objectToMessages = gesture(
  'object_to_messages',
  [...TEAM, 'administrator'],
  z.object({ personId: z.uuid(), objects: z.boolean() }),
  async (tx, { now, about }, { personId, objects }) => {
    about(personId)
    if (!(await personExists(tx, personId))) throw new Refusal('unknown_person', {}, 404)
    await setObjection(tx, personId, objects ? now : null)
  },
)
