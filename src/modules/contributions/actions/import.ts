import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture, type Gesture } from '../../../kit/gesture.ts'
import { addMonths, DayValue, monthOf } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { readTableFile, type FileTable } from '../../../kit/table-file.ts'
import { because } from '../../caisses/rules/reason.ts'
import { getCaisse, listReglementVersions, listTerritories } from '../../caisses/store.ts'
import { caisseAccount, post, rightsAccounts } from '../../ledger/store.ts'
import { FIELDS, guessMapping, type Mapping } from '../../people/rules/household-file/columns.ts'
import {
  readHouseholds,
  type DraftHousehold,
  type DraftPerson,
  type LineProblem,
} from '../../people/rules/household-file/read.ts'
import { spelledPlainly } from '../../people/rules/text.ts'
import { findNamesakes } from '../../people/store/listing.ts'
import { listWaves } from '../../people/store/waves.ts'
import { insertMissingDues } from '../store/dues.ts'
import { NewHousehold, judge, writeHouseholds } from './register.ts'
import { bringAdvances } from './carry.ts'
import { todayIn } from './pledges.ts'

const Column = z.number().int().min(0).max(1_000).nullable()

export const HouseholdFile = z.object({
  file: z.instanceof(Uint8Array),
  /** Changes what was guessed from the headings: a column from 0, or null for none. */
  mapping: z.partialRecord(z.enum(FIELDS), Column).default({}),
  /** For who comes on no day that the file or their wave tells; today when left out. */
  enteredOn: DayValue.nullable().default(null),
})

/** Somebody who bears the name of another person of the file or of the caisse. */
export type Duplicate = { line: number; name: string; otherLine: number | null; householdName: string | null }

export type HouseholdFilePreview = {
  table: FileTable
  mapping: Mapping
  households: DraftHousehold[]
  /** By line; nothing is imported while there is one. */
  problems: LineProblem[]
  /** To be looked at: namesakes exist. */
  duplicates: Duplicate[]
}

/** What importing a file would do; writes nothing. */
export async function previewHouseholdFile(
  tx: CaisseTx,
  { file, mapping: changes, enteredOn }: z.output<typeof HouseholdFile>,
  now: Date,
): Promise<HouseholdFilePreview> {
  const table = await readTableFile(file)
  const mapping = mappingOf(table, changes)
  if (mapping.givenName === undefined) throw new Refusal('import_without_names')
  const known = {
    waves: await listWaves(tx),
    territories: await listTerritories(tx),
    enteredOn: enteredOn ?? (await todayIn(tx, now)),
  }
  const { households, problems } = readHouseholds(table, mapping, known)
  if (problems.length === 0) problems.push(...(await domainProblems(tx, households)))
  return { table, mapping, households, problems, duplicates: await duplicatesIn(tx, households) }
}

function mappingOf(table: FileTable, changes: z.output<typeof HouseholdFile>['mapping']): Mapping {
  const mapping = Object.entries({ ...guessMapping(table.header), ...changes })
  return Object.fromEntries(
    mapping.filter(([, column]) => column !== null && column !== undefined && column < table.header.length),
  )
}

/** What the same rules as for typing a household in say of each. */
async function domainProblems(tx: CaisseTx, households: readonly DraftHousehold[]): Promise<LineProblem[]> {
  const refusalTo = await judge(tx)
  const problems: LineProblem[] = []
  for (const household of households) {
    const message = await refusalTo(toNewHousehold(household))
    if (message) problems.push({ line: household.line, column: null, message })
  }
  return problems
}

async function duplicatesIn(tx: CaisseTx, households: readonly DraftHousehold[]): Promise<Duplicate[]> {
  const people = households.flatMap((household) => household.members)
  const namesakes = await findNamesakes(tx, [...new Set(people.map(fullName))])
  const known = new Map<
    string,
    { birthMonth: string | null; line: number | null; householdName: string | null }[]
  >()
  for (const { asked, ...person } of namesakes) listUnder(known, asked).push({ ...person, line: null })
  const duplicates: Duplicate[] = []
  for (const person of people) {
    const alike = listUnder(known, fullName(person))
    const other = alike.find((one) => mayBeSame(one, person))
    if (other)
      duplicates.push({
        line: person.line,
        name: fullName(person),
        otherLine: other.line,
        householdName: other.householdName,
      })
    alike.push({ birthMonth: person.birthMonth, line: person.line, householdName: null })
  }
  return duplicates.sort((a, b) => a.line - b.line)
}

function listUnder<T>(lists: Map<string, T[]>, name: string): T[] {
  const key = spelledPlainly(name)
  const list = lists.get(key) ?? []
  lists.set(key, list)
  return list
}

const fullName = (person: DraftPerson): string => `${person.givenName} ${person.familyName}`.trim()

/** Two who were born in different months are two people. */
const mayBeSame = (a: { birthMonth: string | null }, b: { birthMonth: string | null }): boolean =>
  a.birthMonth === null || b.birthMonth === null || a.birthMonth === b.birthMonth

const toNewHousehold = (draft: DraftHousehold): NewHousehold => NewHousehold.parse(draft)

export const ImportHouseholds = HouseholdFile.extend({
  /** Somebody looked at the namesakes and says that they are other people. */
  namesakesAreOthers: z.boolean().default(false),
})

/** All the households of a file, or none: one wrong line stops it. */
export const importHouseholds = gesture(
  'import_households',
  ['coordinator', 'administrator'],
  ImportHouseholds,
  async (tx, { app, key, now }, input) => {
    const { households, problems, duplicates } = await previewHouseholdFile(tx, input, now)
    if (problems[0])
      throw new Refusal('import_has_problems', { count: problems.length, lineNumber: problems[0].line })
    if (duplicates[0] && !input.namesakesAreOthers)
      throw new Refusal('import_has_namesakes', { count: duplicates.length, nameText: duplicates[0].name })
    if (bringsMoney(households) && !(await getCaisse(tx, tx.caisseId)).practice)
      throw new Refusal('import_balances_take_two')
    return writeImported(tx, { app, key, now }, households)
  },
)

/** Rights and contributions paid ahead are money: what a file says of them takes two people. */
export const bringsMoney = (households: readonly DraftHousehold[]): boolean =>
  households.some(({ rightsLeft, paidAhead }) => (rightsLeft ?? 0) > 0 || (paidAhead ?? 0) > 0)

/** Writes the households of a file that was looked at, with what they had left, still owed and had paid ahead before. */
export async function writeImported(
  tx: CaisseTx,
  { app, key, now }: Pick<Gesture, 'app' | 'key' | 'now'>,
  households: readonly DraftHousehold[],
): Promise<{ households: number; persons: number }> {
  const ids = await writeHouseholds(tx, app, households.map(toNewHousehold), now)
  await writeRightsLeft(tx, key, households, ids, now)
  await writeArrears(tx, households, ids, now)
  const advances = households.map(({ paidAhead }, i) => ({ householdId: ids[i]!, cents: paidAhead ?? 0 }))
  await bringAdvances(tx, { key, now }, advances)
  return { households: ids.length, persons: households.flatMap((one) => one.members).length }
}

async function writeRightsLeft(
  tx: CaisseTx,
  key: string,
  households: readonly DraftHousehold[],
  ids: readonly string[],
  now: Date,
): Promise<void> {
  if (!households.some(({ rightsLeft }) => (rightsLeft ?? 0) > 0)) return
  const accounts = await rightsAccounts(tx, ids)
  const debit = await caisseAccount(tx, 'rights_granted')
  const legs = households.flatMap(({ rightsLeft }, i) =>
    rightsLeft
      ? {
          book: 'rights' as const,
          debit,
          credit: accounts.get(ids[i]!)!,
          amountCents: rightsLeft,
          kind: 'opening_rights' as const,
        }
      : [],
  )
  await post(tx, key, legs, now)
}

/** As one due of the month before, under the rules that hold now, or the first that will. */
async function writeArrears(
  tx: CaisseTx,
  households: readonly DraftHousehold[],
  ids: readonly string[],
  now: Date,
): Promise<void> {
  const dues = households.flatMap(({ arrears }, i) =>
    arrears ? { householdId: ids[i]!, cents: arrears, thirdPartyCents: 0, reason: BEFORE_TABLEE } : [],
  )
  if (dues.length === 0) return
  const month = addMonths(monthOf(await todayIn(tx, now)), -1)
  const versions = await listReglementVersions(tx)
  const version = versions.find(({ validFrom }) => validFrom <= month) ?? versions.at(-1)
  if (!version) throw new Refusal('no_reglement', { month }, 409)
  await insertMissingDues(tx, month, version.id, dues)
}

const BEFORE_TABLEE = because('contributions.reason.before_tablee')
