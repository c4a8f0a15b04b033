import type { Translate } from '../../kit/i18n/translate.ts'
import type { CellKind, TableExport } from '../../kit/table-file.ts'
import type { Caisse } from '../../modules/caisses/store.ts'
import { JOURNAL_COLUMNS } from '../../modules/ledger/exports.ts'
import { JOURNAL_FILE, SEAL_COLUMNS, SEALS_FILE } from './journal-file.ts'

/** Explains every file and every column to somebody who has nothing but the folder. */
export function readmeOf(
  tables: readonly TableExport[],
  { caisse, xlsx, day }: { caisse: Caisse; xlsx: boolean; day: string },
  t: Translate,
): string {
  const sections = tables.map(
    ({ name, columns }) =>
      `${xlsx ? name : `${name}.csv`}\n${columns.map(({ heading, kind }) => columnText(t(heading), kind, t)).join('')}`,
  )
  return [
    t('cli.readme.title', { nameText: caisse.name, dayText: day }),
    t(xlsx ? 'cli.readme.sheets' : 'cli.readme.files', {
      unitText: caisse.unit_name,
      currencyText: caisse.currency,
    }),
    ...sections,
    `${JOURNAL_FILE}\n${t('cli.readme.journal')}\n${JOURNAL_COLUMNS.map((name) => `- ${name} : ${t(`cli.readme.column.${name}`)}\n`).join('')}`,
    `${SEALS_FILE}\n${SEAL_COLUMNS.map((name) => `- ${name} : ${t(`cli.readme.seal.${name}`)}\n`).join('')}`,
    t('cli.readme.verify'),
    t('cli.readme.reglements'),
    t('cli.readme.private'),
  ]
    .map((section) => section.trimEnd())
    .join('\n\n')
    .concat('\n')
}

const columnText = (heading: string, kind: CellKind, t: Translate): string =>
  kind === 'text' || kind === 'word' ? `- ${heading}\n` : `- ${heading} (${t(`cli.readme.kind.${kind}`)})\n`
