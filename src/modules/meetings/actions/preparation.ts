import { z } from 'zod'
import { gesture } from '../../../kit/gesture.ts'
import { PositiveAmount } from '../../../kit/money.ts'
import { DayValue } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Line, orNull } from '../../../kit/input.ts'
import { forgetFile, storeFile } from '../../documents/files.ts'
import { getMeeting } from '../store/meetings.ts'
import {
  deleteExpense,
  deleteMaterial,
  EXPENSE_KINDS,
  getMaterial,
  insertExpense,
  insertMaterial,
  replaceAgenda,
} from '../store/preparation.ts'
import { setMeetingSetting } from '../store/settings.ts'
import { EMAIL } from '../../people/rules/text.ts'
import { ORGANISERS, Ticked, Whole } from './input.ts'

/** Who sees what was paid, and to whom. */
export const PAYERS = ['coordinator', 'treasurer'] as const

export const WriteAgenda = z.object({
  meetingId: z.uuid(),
  items: z
    .array(z.object({ title: Line(200).min(1, 'required'), minutes: Whole(1, 1440), owner: Line(120) }))
    .max(40),
})

/** The whole agenda, in its order. */
export const writeAgenda = gesture(
  'write_agenda',
  ORGANISERS,
  WriteAgenda,
  async (tx, { app, about }, { meetingId, items }) => {
    about(meetingId)
    await getMeeting(tx, meetingId)
    await replaceAgenda(
      tx,
      meetingId,
      items.map((item) => ({ id: app.newId(), ...item })),
    )
  },
)

export const AddMaterial = z.object({
  meetingId: z.uuid(),
  title: Line(200).min(1, 'required'),
  fileName: Line(200).default(''),
  shared: Ticked.default(false),
  file: z.instanceof(Uint8Array),
})

export const addMaterial = gesture(
  'add_material',
  ORGANISERS,
  AddMaterial,
  async (tx, { app, now, about }, { meetingId, file, ...material }) => {
    about(meetingId)
    await getMeeting(tx, meetingId)
    const { sha256 } = await storeFile(tx, now, file)
    const id = app.newId()
    await insertMaterial(tx, { id, meetingId, sha256, ...material }, now)
    return { materialId: id }
  },
)

export const RemoveMaterial = z.object({ materialId: z.uuid() })

export const removeMaterial = gesture(
  'remove_material',
  ORGANISERS,
  RemoveMaterial,
  async (tx, { about }, { materialId }) => {
    const { meetingId, sha256 } = await getMaterial(tx, materialId)
    about(meetingId)
    await deleteMaterial(tx, materialId)
    await forgetFile(tx, sha256)
  },
)

export const RecordExpense = z.object({
  meetingId: z.uuid(),
  kind: z.enum(EXPENSE_KINDS),
  paidTo: Line(160).min(1, 'required'),
  amountCents: PositiveAmount,
  paidOn: DayValue,
  note: Line(200).default(''),
})

/** Paid already, from the caisse's account or its cash: written down so that nobody asks twice. */
export const recordExpense = gesture(
  'record_meeting_expense',
  PAYERS,
  RecordExpense,
  async (tx, { app, now, about }, { meetingId, ...expense }) => {
    about(meetingId)
    await getMeeting(tx, meetingId)
    await insertExpense(tx, meetingId, { id: app.newId(), ...expense }, now)
  },
)

export const RemoveExpense = z.object({ expenseId: z.uuid() })

export const removeExpense = gesture(
  'remove_meeting_expense',
  PAYERS,
  RemoveExpense,
  async (tx, { about }, { expenseId }) => {
    const meetingId = await deleteExpense(tx, expenseId)
    if (meetingId === null) throw new Refusal('unknown_expense', {}, 404)
    about(meetingId)
  },
)

export const SetMeetings = z.object({
  keptMonths: Whole(1, 60),
  replyTo: orNull(z.string().trim().max(200).regex(EMAIL, 'email')).default(null),
})

/** How long names of who came are kept, and where answers to invitations arrive. */
export const setMeetings = gesture('set_meetings', ORGANISERS, SetMeetings, async (tx, _, input) => {
  await setMeetingSetting(tx, input)
})
