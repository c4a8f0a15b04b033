/** What is known of a caisse that opens. */
export type Facts = {
  organisation: string
  practice: boolean
  bank: boolean
  signers: number
  deputies: number
  reglement: 'in_force' | 'coming' | 'draft' | 'none'
  territories: number
  outlets: number
  devices: number
  households: number
  withCode: number
  payments: number
  /** Steps that somebody said are done. */
  ticked: readonly TickedStep[]
}

export const TICKED_STEPS = ['data_notice', 'printed', 'practice'] as const
export type TickedStep = (typeof TICKED_STEPS)[number]

export const STEPS = [
  'entity',
  'bank',
  'signers',
  'deputies',
  'data_notice',
  'reglement',
  'outlets',
  'households',
  'printed',
  'practice',
] as const
export type StepName = (typeof STEPS)[number]

export type StepState = 'done' | 'begun' | 'todo' | 'not_needed'

export type Step = { name: StepName; state: StepState }

/** Every step of an opening, done or not; nothing is left out because it is not done. */
export function checklist(facts: Facts): Step[] {
  const state: Record<StepName, StepState> = {
    entity: 'done',
    bank: facts.practice ? 'not_needed' : facts.bank ? 'done' : 'todo',
    signers: facts.practice
      ? 'not_needed'
      : facts.signers >= 2
        ? 'done'
        : facts.signers === 1
          ? 'begun'
          : 'todo',
    deputies: facts.practice ? 'not_needed' : facts.deputies > 0 || facts.signers > 2 ? 'done' : 'todo',
    data_notice: done(facts, 'data_notice'),
    reglement: { in_force: 'done', coming: 'done', draft: 'begun', none: 'todo' }[
      facts.reglement
    ] as StepState,
    outlets: facts.outlets === 0 ? 'todo' : facts.devices === 0 ? 'begun' : 'done',
    households: facts.households === 0 ? 'todo' : facts.withCode === 0 ? 'begun' : 'done',
    printed: done(facts, 'printed'),
    practice: facts.payments > 0 ? 'done' : done(facts, 'practice'),
  }
  return STEPS.map((name) => ({ name, state: state[name] }))
}

const done = (facts: Facts, step: TickedStep): StepState => (facts.ticked.includes(step) ? 'done' : 'todo')

export const isTicked = (name: StepName): name is TickedStep =>
  (TICKED_STEPS as readonly StepName[]).includes(name)

export const leftToDo = (steps: readonly Step[]): number =>
  steps.filter(({ state }) => state === 'todo' || state === 'begun').length
