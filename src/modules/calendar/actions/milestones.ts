import { z } from 'zod'
import type { Role } from '../../../kit/actor.ts'
import { gesture } from '../../../kit/gesture.ts'
import { DayValue } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { deleteMilestone, findMilestone, insertMilestone, updateMilestone } from '../store/milestones.ts'

export const PLANNERS = ['coordinator', 'administrator'] as const satisfies readonly Role[]

const MilestoneFile = z
  .object({
    kind: z.enum(['phase', 'milestone']),
    title: z.string().trim().min(1).max(80),
    description: z.string().trim().max(300).default(''),
    startsOn: DayValue,
    endsOn: z
      .union([z.literal('').transform(() => null), DayValue])
      .nullable()
      .default(null),
    public: z.boolean(),
  })
  .refine(({ kind, endsOn }) => kind === 'phase' || endsOn === null, {
    path: ['endsOn'],
    message: 'milestone_day',
  })
  .refine(({ startsOn, endsOn }) => endsOn === null || startsOn <= endsOn, {
    path: ['endsOn'],
    message: 'milestone_end',
  })

export const addMilestone = gesture(
  'add_milestone',
  PLANNERS,
  MilestoneFile,
  async (tx, { app, about }, milestone) => {
    const id = app.newId()
    about(id)
    await insertMilestone(tx, { id, ...milestone })
    return { milestoneId: id }
  },
)

export const changeMilestone = gesture(
  'change_milestone',
  PLANNERS,
  z.object({ milestoneId: z.uuid(), file: MilestoneFile }),
  async (tx, { about }, { milestoneId, file }) => {
    if (!(await findMilestone(tx, milestoneId))) throw new Refusal('unknown_milestone', {}, 404)
    about(milestoneId)
    await updateMilestone(tx, { id: milestoneId, ...file })
  },
)

export const removeMilestone = gesture(
  'remove_milestone',
  PLANNERS,
  z.object({ milestoneId: z.uuid() }),
  async (tx, { about }, { milestoneId }) => {
    if (!(await findMilestone(tx, milestoneId))) throw new Refusal('unknown_milestone', {}, 404)
    about(milestoneId)
    await deleteMilestone(tx, milestoneId)
  },
)
