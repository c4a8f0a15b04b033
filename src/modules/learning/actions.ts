import { z } from 'zod'
import type { CaisseTx } from '../../db/db.ts'
import { gesture } from '../../kit/gesture.ts'
import { dayAt, DayValue, type Day } from '../../kit/month.ts'
import { Refusal } from '../../kit/refusal.ts'
import { Line } from '../../kit/input.ts'
import { getCaisse } from '../caisses/store.ts'
import { personExists } from '../people/store/households.ts'
import { STEP_KINDS } from './rules.ts'
import { deleteOtherwise, endStep, getStep, insertDone, listDecided, moveStepUp, saveStep } from './store.ts'

/** Who lays the path and notes what was done another way. */
export const GUIDES = ['coordinator', 'administrator'] as const

const Empty = z.literal('').transform(() => null)

export const StepInput = z
  .object({
    stepId: Empty.or(z.uuid()).default(null),
    title: Line(120).min(1),
    purpose: z.string().trim().max(600).default(''),
    meetingKind: Empty.or(z.enum(STEP_KINDS)).default(null),
    times: z
      .string()
      .trim()
      .regex(/^\d{1,2}$/, 'number')
      .transform(Number)
      .refine((times) => times >= 1 && times <= 30, 'step_times'),
    otherWay: z.string().trim().max(600).min(1),
    decisionId: Empty.or(z.uuid()).default(null),
    requiredFrom: Empty.or(DayValue).default(null),
  })
  .superRefine(({ decisionId, requiredFrom }, context) => {
    if (requiredFrom && !decisionId)
      context.addIssue({ code: 'custom', path: ['decisionId'], message: 'step_needs_decision' })
    if (decisionId && !requiredFrom)
      context.addIssue({ code: 'custom', path: ['requiredFrom'], message: 'step_needs_day' })
  })

const todayOf = async (tx: CaisseTx, now: Date): Promise<Day> =>
  dayAt(now, (await getCaisse(tx, tx.caisseId)).time_zone)

/** A step of the path, with its other way; required of people only by a decision, from a day on. */
export const keepStep = gesture('keep_learning_step', GUIDES, StepInput, async (tx, gesture, input) => {
  const { app, now, about } = gesture
  const { stepId, ...file } = input
  const id = stepId ?? app.newId()
  about(id)
  const today = await todayOf(tx, now)
  if (stepId) await getStep(tx, today, stepId)
  const { decisionId, requiredFrom } = file
  if (decisionId && requiredFrom) {
    const decision = (await listDecided(tx)).find((one) => one.id === decisionId)
    if (!decision) throw new Refusal('unknown_step_decision', {}, 404)
    if (requiredFrom < decision.decidedOn)
      throw new Refusal('step_before_decision', { day: decision.decidedOn })
  }
  await saveStep(tx, id, file)
  return { stepId: id }
})

const OneStep = z.object({ stepId: z.uuid() })

export const dropStep = gesture(
  'end_learning_step',
  GUIDES,
  OneStep,
  async (tx, { now, about }, { stepId }) => {
    about(stepId)
    const today = await todayOf(tx, now)
    await getStep(tx, today, stepId)
    await endStep(tx, stepId, today)
  },
)

export const raiseStep = gesture(
  'move_learning_step',
  GUIDES,
  OneStep,
  async (tx, { now, about }, { stepId }) => {
    about(stepId)
    const today = await todayOf(tx, now)
    await getStep(tx, today, stepId)
    await moveStepUp(tx, today, stepId)
  },
)

/** Done another way: the desk notes that it is, never why. */
export const noteOtherwise = gesture(
  'note_step_otherwise',
  GUIDES,
  OneStep.extend({ personId: z.uuid(), done: z.enum(['yes', 'no']) }),
  async (tx, { now, about }, { stepId, personId, done }) => {
    about(personId)
    const today = await todayOf(tx, now)
    await getStep(tx, today, stepId)
    if (!(await personExists(tx, personId))) throw new Refusal('unknown_person', {}, 404)
    if (done === 'yes') await insertDone(tx, [{ stepId, personId, doneOn: today, way: 'otherwise' }])
    else await deleteOtherwise(tx, stepId, personId)
  },
)
