import { readReglement, type ReglementProblem } from '../read-reglement.ts'
import type { Reglement } from '../reglement.ts'
import { CRITERIA, fieldsOf, kindsOf, type Kinds, type Typed } from './fields.ts'
import { readText, writeText } from './texts.ts'

export type FieldIssue = { field: string; message: string }

export type ReadForm = { ok: true; reglement: Reglement } | { ok: false; issues: FieldIssue[] }

type Json = { [name: string]: unknown }

/** Reads the whole form: the règlement it says, or what to correct at which field. */
export function readForm(typed: Typed): ReadForm {
  const kinds = kindsOf(typed)
  const json = startingWith(kinds)
  const issues: FieldIssue[] = []
  for (const { name, kind, options } of fieldsOf(kinds)) {
    const read = readText(kind, typed[name] ?? '')
    if (!read.ok) issues.push({ field: name, message: read.code })
    else if (options && read.value !== null && !options.includes(read.value as string))
      issues.push({ field: name, message: 'choice' })
    else put(json, name, read.value)
  }
  const contribution = simpleOf(json, kinds)
  if (contribution['ceiling'] && (contribution['ceiling'] as Json)['cents'] === null)
    contribution['ceiling'] = null
  issues.push(...gatherGrid(contribution, kinds))
  if (issues.length > 0) return { ok: false, issues }
  const read = readReglement(json)
  if (read.ok) return read
  return { ok: false, issues: oneEach(read.problems.map((problem) => atField(problem, kinds))) }
}

/** The first of several messages at one field. */
const oneEach = (issues: readonly FieldIssue[]): FieldIssue[] =>
  issues.filter(({ field }, i) => issues.findIndex((one) => one.field === field) === i)

function startingWith({
  unit,
  contribution,
  thirdParty,
  assessment,
  share,
  allocation,
  carryOver,
}: Kinds): Json {
  const simple = {
    kind: contribution,
    ...(contribution === 'self_assessed' && { assessment: assessment === '' ? null : { kind: assessment } }),
  }
  return {
    unit,
    childAgeLimit: null,
    contribution: thirdParty ? { kind: 'third_party_share', base: simple, share: { kind: share } } : simple,
    allocation: { kind: allocation },
    carryOver: { kind: carryOver },
  }
}

const simpleOf = (json: Json, { thirdParty }: Kinds): Json =>
  (thirdParty ? (json['contribution'] as Json)['base'] : json['contribution']) as Json

function put(json: Json, path: string, value: unknown): void {
  const names = path.split('.')
  const last = names.pop()!
  let place = json
  for (const name of names) place = (place[name] ??= {}) as Json
  place[last] = value
}

/** The criteria that were filled in, each by a rate or by bands. */
function gatherGrid(contribution: Json, kinds: Kinds): FieldIssue[] {
  const grid = contribution['assessment'] as Json | null | undefined
  if (!grid) return []
  const at = kinds.thirdParty ? 'contribution.base' : 'contribution'
  const issues: FieldIssue[] = []
  const given = (grid['criteria'] ?? {}) as { [place: string]: Json | undefined }
  grid['criteria'] = CRITERIA.flatMap((i): Json[] => {
    const { input, perPerson, basisPoints, bands } = given[i] ?? {}
    if (input === null || input === undefined) return []
    const field = `${at}.assessment.criteria.${i}.bands`
    if (kinds.assessment === 'points') {
      if (bands === null) issues.push({ field, message: 'required' })
      return [{ input, perPerson, bands }]
    }
    if ((basisPoints === null) === (bands === null)) issues.push({ field, message: 'rate_or_bands' })
    return [
      basisPoints === null
        ? { kind: 'bands', input, perPerson, bands }
        : { kind: 'rate', input, perPerson, basisPoints },
    ]
  })
  return issues
}

/** What each problem is called at a field. */
const MESSAGES: Readonly<Record<ReglementProblem['code'], string>> = {
  bands: 'bands_rise',
  inputs: 'inputs_differ',
  points: 'points_rise',
  rising: 'amounts_rise',
  steps: 'steps_ends',
  tiers: 'tiers_once',
  by_size: 'sizes_rise',
  child_age_limit: 'age_limit_needed',
  unit: 'unit_by_size',
  other: 'out_of_range',
}

/** The field that asks for the value, or for a part of it. */
function atField({ path, code }: ReglementProblem, kinds: Kinds): FieldIssue {
  const names = fieldsOf(kinds).map(({ name }) => name)
  const at = kinds.thirdParty ? 'contribution.base' : 'contribution'
  const field =
    code === 'steps'
      ? `${at}.amountsCents`
      : code === 'inputs'
        ? `${at}.assessment.criteria.0.input`
        : (names.find((name) => path === name || path.startsWith(`${name}.`)) ??
          names.find((name) => name.startsWith(`${path}.`)) ??
          path)
  return { field, message: MESSAGES[code] }
}

/** The form filled in with a règlement; a value that is missing, as in a preset with open figures, is left empty. */
export function fillForm(reglement: unknown): Typed {
  const contribution = at(reglement, 'contribution') as Json
  const typed: Record<string, string> = {
    unit: text(at(reglement, 'unit')),
    'contribution.kind': text(contribution['kind']),
    'contribution.base.kind': text(at(contribution, 'base.kind')),
    'contribution.assessment.kind': text(at(contribution, 'assessment.kind')),
    'contribution.base.assessment.kind': text(at(contribution, 'base.assessment.kind')),
    'contribution.share.kind': text(at(contribution, 'share.kind')),
    'allocation.kind': text(at(reglement, 'allocation.kind')),
    'carryOver.kind': text(at(reglement, 'carryOver.kind')),
  }
  for (const { name, kind } of fieldsOf(kindsOf(typed))) typed[name] = writeText(kind, at(reglement, name))
  return Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ''))
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function at(json: unknown, path: string): unknown {
  let place = json
  for (const name of path.split('.')) {
    if (typeof place !== 'object' || place === null) return undefined
    place = (place as Json)[name]
  }
  return place
}
