import type { Day } from '../../kit/month.ts'

export const STEP_KINDS = ['information', 'workshop', 'training', 'collective_day', 'meeting'] as const
export type StepKind = (typeof STEP_KINDS)[number]

export type Step = {
  id: string
  title: string
  purpose: string
  meetingKind: StepKind | null
  times: number
  otherWay: string
  decisionNumber: number | null
  decidedOn: Day | null
  requiredFrom: Day | null
}

/** What is known of one person and one step. */
export type Progress = {
  /** Meetings that count for it, which they came to. */
  attended: number
  doneOn: Day | null
}

export type StepState = Step & { state: 'done' | 'next' | 'later'; attended: number; doneOn: Day | null }

export const isDone = (
  { times, meetingKind }: Pick<Step, 'times' | 'meetingKind'>,
  progress: Progress,
): boolean => progress.doneOn !== null || (meetingKind !== null && progress.attended >= times)

/** Asked of people that day, and by which decision; otherwise it is offered. */
export const isRequired = ({ requiredFrom }: Pick<Step, 'requiredFrom'>, day: Day): boolean =>
  requiredFrom !== null && requiredFrom <= day

/** The path as one person is on it: the first step that is not done is the next one. */
export function pathOf(steps: readonly Step[], progress: ReadonlyMap<string, Progress>): StepState[] {
  let next = true
  return steps.map((step) => {
    const known = progress.get(step.id) ?? { attended: 0, doneOn: null }
    const done = isDone(step, known)
    const state = done ? 'done' : next ? 'next' : 'later'
    if (!done) next = false
    return { ...step, state, attended: Math.min(known.attended, step.times), doneOn: known.doneOn }
  })
}
