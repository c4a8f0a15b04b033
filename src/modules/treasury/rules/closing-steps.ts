import { gapsOf, type ClosingFigures, type Gap } from './closing.ts'

/** What a treasurer does to close a month, in the order of the day. */
const WORK = ['dues', 'cash', 'settlements', 'bank'] as const
export type ClosingStep = {
  step: (typeof WORK)[number] | 'sign'
  /** `named`: it may stay as it is, and the paper says so. `later`: something else comes first. */
  state: 'done' | 'todo' | 'named' | 'later'
  gaps: Gap[]
}

const STEP_OF: Record<Gap['kind'], (typeof WORK)[number]> = {
  runs_open: 'dues',
  no_dues: 'dues',
  dues_late: 'dues',
  cash_not_counted: 'cash',
  cash_gap: 'cash',
  cheques_in_hand: 'cash',
  batches_waiting: 'settlements',
  transfers_in_flight: 'settlements',
  transfers_returned: 'settlements',
  bank_not_read: 'bank',
  bank_gap: 'bank',
  not_covered: 'bank',
}

export type ClosingStatus = 'none' | 'prepared' | 'closed'

export function closingSteps(figures: ClosingFigures, status: ClosingStatus): ClosingStep[] {
  const gaps = gapsOf(figures)
  const work = WORK.map((step): ClosingStep => {
    const own = gaps.filter(({ kind }) => STEP_OF[kind] === step)
    const state = own.some(({ blocks }) => blocks) ? 'todo' : own.length > 0 ? 'named' : 'done'
    return { step, state, gaps: own }
  })
  const blocked = work.some(({ state }) => state === 'todo')
  const state = status === 'closed' ? 'done' : blocked && status === 'none' ? 'later' : 'todo'
  return [...work, { step: 'sign', state, gaps: [] }]
}

/** How many are left before anybody may sign. */
export const stepsLeft = (steps: readonly ClosingStep[]): number =>
  steps.filter(({ step, state }) => step !== 'sign' && state === 'todo').length
