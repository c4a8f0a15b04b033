import { Command } from 'commander'
import { expect } from 'vitest'
import { addReglesCommands } from '../src/cli/regles.ts'
import { computeMonth } from '../src/modules/allocations/rules/compute-month.ts'
import { missingFigures, reglementFromPreset } from '../src/modules/caisses/presets/from-preset.ts'
import { findPreset } from '../src/modules/caisses/presets/index.ts'
import type { Reglement } from '../src/modules/caisses/rules/reglement.ts'
import { readHouseholdList } from '../src/modules/simulation/rules/household-list.ts'

const HEADER =
  'id,adultes,enfants,age_enfants,revenu_mensuel,reste_a_vivre,budget_alimentaire,cotisation_choisie'

const bytes = (text: string) => new TextEncoder().encode(text)

/** Runs `tablee …` on files held in memory; `-` reads the file of that name. */
export async function tablee(args: string[], files: Record<string, string> = {}) {
  const run = { out: '', err: '', code: 0 }
  const read = (path: string) => {
    if (!Object.hasOwn(files, path)) throw new Error('ENOENT')
    return Promise.resolve(bytes(files[path]!))
  }
  const program = new Command('tablee').exitOverride()
  addReglesCommands(program, {
    out: (text) => (run.out += text),
    err: (text) => (run.err += text),
    read: async (path) => read(path),
    readStandardInput: async () => read('-'),
    now: () => new Date('2026-11-24T12:00:00Z'),
    exitWith: (code) => (run.code = code),
  })
  await program.parseAsync(['regles', ...args], { from: 'user' })
  return run
}

type Output = {
  foyers: { id: string; cotisationCents: number; allocationCents: number; raison: string }[]
  total: { cotisationCents: number; allocationCents: number }
  couverture: number | null
}

export const foyers = (...rows: string[]) => [HEADER, ...rows].join('\n')
export const repeated = (count: number, row: (i: number) => string) =>
  foyers(...Array.from({ length: count }, (_, i) => `f${i + 1},${row(i)}`))

/** Computes a list by the command, and again by the function production uses: both agree to the cent. */
export async function calculated(csv: string, rules: string[] | Reglement): Promise<Output> {
  const output = await commanded(csv, rules)
  const list = readHouseholdList(bytes(csv))
  const households = list.ok ? list.rows.map((row) => row.household) : []
  const reglement = Array.isArray(rules) ? fromPreset(rules) : rules
  const { lines } = computeMonth(reglement, '2026-11', households, { assumePaid: true })
  expect(output.foyers.map((one) => [one.id, one.cotisationCents, one.allocationCents])).toEqual(
    lines.map((line) => [
      line.householdId,
      line.contributionCents + line.thirdPartyCents,
      line.allocationCents,
    ]),
  )
  return output
}

export async function commanded(csv: string, rules: string[] | Reglement): Promise<Output> {
  const chosen = Array.isArray(rules) ? rules : ['--reglement', 'r.json']
  const run = await tablee(['calculer', ...chosen, '--foyers', 'foyers.csv', '--json'], {
    'foyers.csv': csv,
    'r.json': JSON.stringify(rules),
  })
  expect(run).toMatchObject({ err: '', code: 0 })
  return JSON.parse(run.out) as Output
}

function fromPreset([, slug, ...rest]: string[]): Reglement {
  const preset = findPreset(slug!)!
  const answers = Object.fromEntries(rest.filter((text) => text.includes('=')).map((text) => text.split('=')))
  // A floor that nobody publishes decides nothing where everyone has chosen.
  const floors = Object.fromEntries(missingFigures(preset, answers).map((key) => [key, '0']))
  const opened = reglementFromPreset(preset, { ...floors, ...answers })
  if (!opened.ok) throw new Error(`${slug} does not open`)
  return opened.reglement
}
