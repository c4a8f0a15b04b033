import { translator, type Translate } from '../../kit/i18n/translate.ts'
import { dayAt, monthOf, MonthValue, type Month } from '../../kit/month.ts'
import { draftFromPreset, type Answers } from '../../modules/caisses/presets/from-preset.ts'
import { findPreset, PRESETS } from '../../modules/caisses/presets/index.ts'
import { sayAnswerProblem } from '../../modules/caisses/presets/say-figure.ts'
import { readReglement } from '../../modules/caisses/rules/read-reglement.ts'
import type { Reason } from '../../modules/caisses/rules/reason.ts'
import type { Reglement } from '../../modules/caisses/rules/reglement.ts'
import { calculate, type Calculation, type OpenFigure } from '../../modules/simulation/rules/calculate.ts'
import { readHouseholdList, type ListProblem } from '../../modules/simulation/rules/household-list.ts'
import type { ReglesAnswer, ReglesError, ReglesIo } from './io.ts'
import { table } from './table.ts'

export type CalculateOptions = {
  preset?: string
  reglement?: string
  foyers?: string
  mois?: string
  reponse: string[]
}

/** Stops the command with what must be corrected. */
class Stop extends Error {
  readonly errors: readonly ReglesError[]

  constructor(errors: readonly ReglesError[]) {
    super('stop')
    this.errors = errors
  }
}

const stop = (message: string): Stop => new Stop([{ ligne: null, foyer: null, colonne: null, message }])

export async function calculateHouseholds(options: CalculateOptions, io: ReglesIo): Promise<ReglesAnswer> {
  const plain = translator('fr')
  try {
    const { title, reglement, open, t } = await chosenRules(options, io, plain)
    const month = monthFrom(options.mois, io, t)
    const list = readHouseholdList(await readInput(options.foyers ?? '', io, t))
    if (!list.ok) throw new Stop(list.problems.map((problem) => toError(problem, t)))
    const result = calculate({ reglement, month, rows: list.rows, open, t })
    if (!result.ok) throw new Stop(result.problems.map((problem) => toError(problem, t)))
    return answered(result.calculation, t('simulation.output.title', { nameText: title, month }), t)
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    return { ok: false, errors: [...error.errors], text: sayErrors(error.errors, plain) }
  }
}

type Rules = { title: string; reglement: Reglement; open: OpenFigure[]; t: Translate }

async function chosenRules(options: CalculateOptions, io: ReglesIo, t: Translate): Promise<Rules> {
  const { preset, reglement, foyers, reponse } = options
  if ((preset === undefined) === (reglement === undefined)) throw stop(t('simulation.problem.one_of'))
  if (foyers === undefined) throw stop(t('simulation.problem.no_list'))
  if (preset !== undefined) return rulesFromPreset(preset, readAnswers(reponse, t), t)
  if (reponse.length > 0) throw stop(t('simulation.problem.answers_without_preset'))
  if (reglement === '-' && foyers === '-') throw stop(t('simulation.problem.one_stdin'))
  return { ...(await rulesFromFile(reglement!, io, t)), title: reglement!, open: [], t }
}

function rulesFromPreset(slug: string, answers: Answers, t: Translate): Rules {
  const preset = findPreset(slug)
  if (!preset)
    throw stop(
      t('simulation.problem.no_preset', {
        nameText: slug,
        knownText: PRESETS.map((one) => one.slug).join(', '),
      }),
    )
  const own = translator('fr', { currency: preset.currency, unit: preset.unitName ?? undefined })
  const draft = draftFromPreset(preset, answers)
  if (!draft.ok)
    throw new Stop(
      draft.problems.map((problem) => ({
        ligne: null,
        foyer: null,
        colonne: null,
        message: sayAnswerProblem(own, preset, problem),
      })),
    )
  const open = draft.open.map((key) => ({ key, neededFor: preset.figures[key]!.neededFor }))
  return { title: own(`presets.name.${preset.slug}`), reglement: draft.reglement, open, t: own }
}

function readAnswers(typed: readonly string[], t: Translate): Answers {
  const answers: Record<string, string> = {}
  for (const text of typed) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
    if (key === undefined || value === undefined)
      throw stop(t('simulation.problem.answer_form', { valueText: text }))
    if (Object.hasOwn(answers, key)) throw stop(t('simulation.problem.answer_twice', { nameText: key }))
    answers[key] = value
  }
  return answers
}

async function rulesFromFile(path: string, io: ReglesIo, t: Translate): Promise<{ reglement: Reglement }> {
  const bytes = await readInput(path, io, t)
  const read = readReglement(parseJson(bytes, path, t))
  if (read.ok) return read
  throw new Stop(
    read.problems.map(({ path: place, code }) => ({
      ligne: null,
      foyer: null,
      colonne: place === '' ? null : place,
      message: t(`reglement.invalid.${code}`, { pathText: place === '' ? path : place }),
    })),
  )
}

function parseJson(bytes: Uint8Array, path: string, t: Translate): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw stop(t('simulation.problem.not_json', { nameText: path }))
  }
}

async function readInput(path: string, io: ReglesIo, t: Translate): Promise<Uint8Array> {
  if (path === '-') return io.readStandardInput()
  try {
    return await io.read(path)
  } catch {
    throw stop(t('simulation.problem.unreadable_file', { nameText: path }))
  }
}

function monthFrom(typed: string | undefined, io: ReglesIo, t: Translate): Month {
  if (typed === undefined) return monthOf(dayAt(io.now(), 'Europe/Paris'))
  if (MonthValue.safeParse(typed).success) return typed
  throw stop(t('simulation.problem.month', { valueText: typed }))
}

function answered(calculation: Calculation, title: string, t: Translate): ReglesAnswer {
  const say = sayer(t)
  const lines = calculation.lines.map((line) => ({ ...line, reason: line.reasons.map(say).join(' ') }))
  const { contributionCents, allocationCents, coverage } = calculation
  return {
    ok: true,
    get text() {
      return `${title}\n\n${textOf(lines, calculation, t)}`
    },
    json: {
      foyers: lines.map((line) => ({
        id: line.id,
        cotisationCents: line.contributionCents,
        allocationCents: line.allocationCents,
        raison: line.reason,
      })),
      total: { cotisationCents: contributionCents, allocationCents },
      couverture: coverage,
    },
  }
}

/** Says each reason once: a million households share a few hundred. */
function sayer(t: Translate): (reason: Reason) => string {
  const said = new Map<string, string>()
  return ({ code, params }) => {
    const key = code + JSON.stringify(params)
    const text = said.get(key) ?? t(code, params)
    said.set(key, text)
    return text
  }
}

type Line = { id: string; contributionCents: number; allocationCents: number; reason: string }

function textOf(
  lines: readonly Line[],
  { contributionCents, allocationCents, coverage }: Calculation,
  t: Translate,
) {
  const head = [
    t('simulation.output.household'),
    t('simulation.output.contribution'),
    t('simulation.output.allocation'),
    t('simulation.output.reason'),
  ]
  const body = lines.map((line) => [
    line.id,
    t.money(line.contributionCents),
    t.rights(line.allocationCents),
    line.reason,
  ])
  const total = [
    t('simulation.output.total', { households: lines.length }),
    t.money(contributionCents),
    t.rights(allocationCents),
    '',
  ]
  const finding =
    coverage === null
      ? t('simulation.output.noCoverage')
      : t('simulation.output.coverage', { rate: coverage })
  return `${table([head, ...body, total], [1, 2])}\n${finding}\n`
}

function toError({ line, householdId, column, key, params }: ListProblem, t: Translate): ReglesError {
  return { ligne: line, foyer: householdId, colonne: column, message: t(key, params) }
}

const SHOWN_ERRORS = 50

function sayErrors(errors: readonly ReglesError[], t: Translate): string {
  const shown = errors.slice(0, SHOWN_ERRORS).map((error) => sayError(error, t))
  const rest = errors.length - shown.length
  const more = rest > 0 ? [t('simulation.output.more', { count: rest })] : []
  return `${[t('simulation.output.errors', { count: errors.length }), ...shown, ...more].join('\n')}\n`
}

function sayError({ ligne, foyer, colonne, message }: ReglesError, t: Translate): string {
  if (ligne === null) return message
  const place = foyer && colonne ? 'both' : foyer ? 'household' : colonne ? 'column' : 'none'
  return t('simulation.output.errorAt', {
    line: ligne,
    place,
    idText: foyer ?? '',
    columnText: colonne ?? '',
    messageText: message,
  })
}
