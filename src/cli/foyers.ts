import type { Command } from 'commander'
import { readTableFile } from '../kit/table-file.ts'
import { importHouseholds, previewHouseholdFile } from '../modules/contributions/actions/import.ts'
import type { Field } from '../modules/people/rules/household-file/columns.ts'
import { listHouseholds } from '../modules/people/store/listing.ts'
import { Problems } from './failure.ts'
import { readFileOf } from './files.ts'
import { collect, day, key, Misuse, pairs, plain } from './misuse.ts'
import { table } from './regles/table.ts'
import { answering, describe, type Acting, type Answer, type Session } from './session.ts'

/** The words in which people name what a column tells. */
const FIELD_WORDS: Readonly<Record<string, Field>> = {
  foyer: 'household',
  genre: 'kind',
  prenom: 'givenName',
  nom: 'familyName',
  role: 'role',
  naissance: 'birthMonth',
  courriel: 'email',
  telephone: 'phone',
  vague: 'wave',
  territoire: 'territory',
  entree: 'enteredOn',
  cotisation: 'contribution',
  droits: 'rightsLeft',
  reste: 'arrears',
}

export function addFoyersCommands(program: Command, session: Session): void {
  const { t } = session
  const foyers = describe(program, session, 'foyers', 'cli.command.foyers')
  const load = describe(foyers, session, 'importer', 'cli.command.foyersImporter')
    .argument('<caisse>', t('cli.argument.caisse'))
    .argument('<fichier>', t('cli.argument.foyers'))
    .option('--essai', t('cli.option.essai'))
    .option('--colonne <champ=entête>', t('cli.option.colonne'), collect, [])
    .option('--entree <AAAA-MM-JJ>', t('cli.option.entree'), day)
    .option('--homonymes', t('cli.option.homonymes'))
    .option('--par <courriel>', t('cli.option.par'))
    .option('--cle <UUID>', t('cli.option.cle'), key)
  answering(session, load, (slug: string, path: string, options: ImportOptions) =>
    importFile(session, slug, path, options),
  )
  const list = describe(foyers, session, 'liste', 'cli.command.foyersListe').argument(
    '<caisse>',
    t('cli.argument.caisse'),
  )
  answering(session, list, (slug: string) => listAll(session, slug))
}

type ImportOptions = Acting & { essai?: true; colonne: string[]; entree?: string; homonymes?: true }

/** Shows what is wrong, line by line, before anything is written; one wrong line stops all. */
async function importFile(
  session: Session,
  slug: string,
  path: string,
  options: ImportOptions,
): Promise<Answer> {
  const file = new Uint8Array(await readFileOf(session.io, path))
  const { app, call, read, t } = await session.inside(slug)
  const enteredOn = options.entree ?? null
  const mapping = mappingTyped(options.colonne, (await readTableFile(file)).header)
  const preview = await read((tx) => previewHouseholdFile(tx, { file, mapping, enteredOn }, app.now()))
  if (preview.problems.length > 0) {
    throw new Problems(
      preview.problems.map(({ line, column, message }) => ({
        code: message.code,
        ligne: line,
        ...(column === null ? {} : { champ: column }),
        message: t('cli.failure.line', {
          lineNumber: line,
          messageText:
            column === null
              ? t(message)
              : t('cli.failure.field', { fieldText: column, messageText: t(message) }),
        }),
      })),
    )
  }
  const { households, duplicates } = preview
  const persons = households.reduce((sum, household) => sum + household.members.length, 0)
  const counted = {
    foyers: households.length,
    personnes: persons,
    homonymes: duplicates.map(({ line, name, otherLine, householdName }) => ({
      ligne: line,
      nom: name,
      autreLigne: otherLine,
      foyer: householdName,
    })),
  }
  if (options.essai) {
    return {
      json: { essai: true, ...counted },
      text: `${t('cli.said.wouldImport', { count: households.length })}\n`,
    }
  }
  const imported = await importHouseholds(await call(options), {
    file,
    mapping,
    enteredOn,
    namesakesAreOthers: options.homonymes ?? false,
  })
  return {
    json: { essai: false, ...counted, foyers: imported.households, personnes: imported.persons },
    text: `${t('cli.said.imported', { count: imported.households })}\n`,
  }
}

/** `--colonne prenom=Surnom`: by the heading of the file, or its place from 1. */
function mappingTyped(typed: readonly string[], header: readonly string[]): Partial<Record<Field, number>> {
  const mapping = Object.entries(pairs(typed)).map(([word, heading]) => {
    const field = Object.hasOwn(FIELD_WORDS, word) ? FIELD_WORDS[word] : undefined
    if (field === undefined) {
      throw new Misuse('one_of', { typedText: word, wordsText: Object.keys(FIELD_WORDS).join(', ') })
    }
    const named = header.findIndex((each) => plain(each) === plain(heading))
    const column = named >= 0 ? named : Number(heading) - 1
    if (!Number.isInteger(column) || column < 0 || column >= header.length) {
      throw new Misuse('one_of', { typedText: heading, wordsText: header.join(', ') })
    }
    return [field, column] as const
  })
  return Object.fromEntries(mapping)
}

const PAGE = 1000

async function listAll(session: Session, slug: string): Promise<Answer> {
  const { read, t } = await session.inside(slug)
  const households = await read(async (tx) => {
    const all: Awaited<ReturnType<typeof listHouseholds>>['households'] = []
    for (;;) {
      const page = await listHouseholds(tx, { limit: PAGE, offset: all.length })
      all.push(...page.households)
      if (all.length >= page.total || page.households.length === 0) return all
    }
  })
  return {
    json: households.map((household) => ({
      foyer: household.id,
      nom: household.name,
      genre: household.kind,
      reference: household.paymentReference,
      vague: household.waveName,
      territoire: household.territoryName,
      entree: household.enteredOn,
      depart: household.leavesOn,
      adultes: household.adults,
      enfants: household.children,
    })),
    text:
      households.length === 0
        ? `${t('cli.said.noHousehold')}\n`
        : table(
            households.map((household) => [
              household.paymentReference,
              household.name,
              t(`people.kind.${household.kind}`),
              household.waveName ?? '',
              t.day(household.enteredOn),
            ]),
          ),
  }
}
