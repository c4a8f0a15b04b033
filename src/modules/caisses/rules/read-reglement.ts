import type { z } from 'zod'
import { Reglement } from './reglement.ts'

/** The codes that `reglement.invalid.<code>` tells; anything else is `other`. */
const TOLD = [
  'bands',
  'inputs',
  'points',
  'rising',
  'steps',
  'tiers',
  'by_size',
  'child_age_limit',
  'unit',
] as const

export type InvalidCode = (typeof TOLD)[number] | 'other'

/** Where a règlement is wrong (`allocation.baseCents`), and how. */
export type ReglementProblem = { path: string; code: InvalidCode }

export type ReadReglement = { ok: true; reglement: Reglement } | { ok: false; problems: ReglementProblem[] }

/** Reads a règlement from JSON: a file, a form, a sister caisse. */
export function readReglement(json: unknown): ReadReglement {
  const parsed = Reglement.safeParse(json)
  if (parsed.success) return { ok: true, reglement: parsed.data }
  return { ok: false, problems: parsed.error.issues.flatMap(problemsOf) }
}

function problemsOf(issue: z.core.$ZodIssue): ReglementProblem[] {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key].join('.'), code: 'other' }))
  return [{ path: path.join('.'), code: TOLD.find((code) => code === issue.message) ?? 'other' }]
}
