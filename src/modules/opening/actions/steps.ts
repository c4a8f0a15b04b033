import { z } from 'zod'
import { gesture } from '../../../kit/gesture.ts'
import { TICKED_STEPS } from '../rules/checklist.ts'
import { setStep } from '../store/checklist.ts'

/** Somebody says that a step is done, or that it is not after all. */
export const tickStep = gesture(
  'tick_opening_step',
  ['coordinator', 'administrator'],
  z.object({ step: z.enum(TICKED_STEPS), done: z.boolean() }),
  async (tx, { actor, now }, { step, done }) => {
    await setStep(tx, step, done ? { by: actor.kind === 'account' ? actor.accountId : null, at: now } : null)
  },
)
