import { readReglement, type ReglementProblem } from '../rules/read-reglement.ts'
import type { Reglement } from '../rules/reglement.ts'
import { readAnswer } from './answers.ts'
import { FIGURE_KINDS, type Figure, type FigureKey, type FigureValue, type Preset } from './preset.ts'

/** What an operator typed, by figure: `{ plancher: '10' }`. */
export type Answers = Readonly<Record<string, string>>

export type AnswerProblem =
  | { kind: 'unknown_figure'; key: string }
  | { kind: 'unreadable'; key: FigureKey; typed: string }
  /** The answers read well one by one, and together make no règlement. */
  | ({ kind: 'inconsistent' } & ReglementProblem)

export type FromPreset =
  { ok: true; reglement: Reglement } | { ok: false; missing: FigureKey[]; problems: AnswerProblem[] }

/** The règlement a caisse opens with, or everything that must be asked before. */
export function reglementFromPreset(preset: Preset, answers: Answers): FromPreset {
  const draft = draftFromPreset(preset, answers)
  if (!draft.ok) return { ok: false, missing: missingFigures(preset, answers), problems: draft.problems }
  return draft.open.length > 0
    ? { ok: false, missing: draft.open, problems: [] }
    : { ok: true, reglement: draft.reglement }
}

export type Draft =
  { ok: true; reglement: Reglement; open: FigureKey[] } | { ok: false; problems: AnswerProblem[] }

/**
 * For the calculator: figures that stay `open` hold a zero, and whoever computes must refuse the
 * households that need them. Never store such a règlement.
 */
export function draftFromPreset(preset: Preset, answers: Answers): Draft {
  const { values, problems } = readAnswers(preset, answers)
  const open = missingFigures(preset, answers)
  if (problems.length > 0) return { ok: false, problems }
  const filled = { ...values, ...Object.fromEntries(open.map((key) => [key, 0])) }
  const read = readReglement(fill(preset.versions.at(-1)!.template, filled))
  if (read.ok) return { ok: true, reglement: read.reglement, open }
  return { ok: false, problems: read.problems.map((problem) => ({ kind: 'inconsistent', ...problem })) }
}

const figuresOf = (preset: Preset) => Object.entries(preset.figures) as [FigureKey, Figure][]

/** The figures nobody publishes, that were not answered and that some household needs. */
export function missingFigures(preset: Preset, answers: Answers): FigureKey[] {
  return figuresOf(preset)
    .filter(([key, one]) => one.value === null && one.neededFor !== 'nothing' && !Object.hasOwn(answers, key))
    .map(([key]) => key)
}

type Values = Partial<Record<FigureKey, FigureValue | null>>

function readAnswers(preset: Preset, answers: Answers): { values: Values; problems: AnswerProblem[] } {
  const values: Values = Object.fromEntries(figuresOf(preset).map(([key, one]) => [key, one.value]))
  const problems: AnswerProblem[] = []
  for (const [key, typed] of Object.entries(answers)) {
    if (!isFigureOf(preset, key)) {
      problems.push({ kind: 'unknown_figure', key })
      continue
    }
    const value = readAnswer(key, typed)
    if (value === null) problems.push({ kind: 'unreadable', key, typed })
    else values[key] = value
  }
  return { values, problems }
}

const isFigureOf = (preset: Preset, key: string): key is FigureKey =>
  Object.hasOwn(FIGURE_KINDS, key) && Object.hasOwn(preset.figures, key)

/** Puts every figure in its place. */
export function fill(template: unknown, values: Values): unknown {
  if (Array.isArray(template)) return template.map((item) => fill(item, values))
  if (typeof template !== 'object' || template === null) return template
  if ('figure' in template) {
    const value = values[template.figure as FigureKey]
    if (value === undefined) throw new RangeError(`the preset has no figure ${String(template.figure)}`)
    return value
  }
  return Object.fromEntries(Object.entries(template).map(([key, part]) => [key, fill(part, values)]))
}
