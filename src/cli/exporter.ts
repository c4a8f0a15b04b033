import { createWriteStream } from 'node:fs'
import { access, mkdir, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import { inCaisse, type CaisseTx } from '../db/db.ts'
import type { Translate } from '../kit/i18n/translate.ts'
import { Refusal } from '../kit/refusal.ts'
import type { TableExport } from '../kit/table-file.ts'
import { writeCsv, writeXlsx } from '../kit/table-file/write.ts'
import { modules } from '../modules.ts'
import { listReglementVersions } from '../modules/caisses/store.ts'
import { JOURNAL_COLUMNS, readJournal, readSeals } from '../modules/ledger/exports.ts'
import { sealJournal } from '../modules/ledger/seal.ts'
import { JOURNAL_FILE, journalRow, SEAL_COLUMNS, sealRow, SEALS_FILE } from './export/journal-file.ts'
import { readmeOf } from './export/readme.ts'
import { progressOf } from './progress.ts'
import { answering, type Answer, type Session } from './session.ts'

export function addExporterCommand(program: Command, session: Session): void {
  const { t } = session
  const leave = program
    .command('exporter')
    .description(t('cli.command.exporter'))
    .argument('<caisse>', t('cli.argument.caisse'))
    .argument('<dossier>', t('cli.argument.dossier'))
    .option('--xlsx', t('cli.option.xlsx'))
  answering(session, leave, (slug: string, folder: string, options: { xlsx?: true }) =>
    exportAll(session, slug, resolve(folder), options.xlsx ?? false),
  )
}

/** Everything a caisse keeps, at one instant, in files that other programs read: the whole folder or none. */
async function exportAll(session: Session, slug: string, folder: string, xlsx: boolean): Promise<Answer> {
  const { ownerApp, caisse, t } = await session.inside(slug)
  const draft = `${folder}.en-cours`
  await makeFolder(folder, draft)
  await inCaisse(ownerApp.db, caisse.id, (tx) => sealJournal(tx, ownerApp.now()))
  const tell = progressOf(session.io, t, t('cli.said.exporting'))
  const files: string[] = []
  try {
    const write = async (tx: CaisseTx) => {
      const tables = modules.flatMap((module) => module.exports?.(tx) ?? [])
      const readme = readmeOf(tables, { caisse, xlsx, day: t.instant(ownerApp.now()) }, t)
      const all = [
        ...tableFiles(tables, xlsx, t),
        ...bookFiles(tx),
        { name: 'README.txt', text: () => [readme] },
      ]
      for (const { name, text } of all) {
        await pipeline(text(), createWriteStream(join(draft, name), { mode: 0o600 }))
        files.push(name)
        tell({ done: files.length, total: all.length })
      }
    }
    await inCaisse(ownerApp.db, caisse.id, write, { snapshot: true })
    await rename(draft, folder)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw unwritable(error, folder)
  }
  return {
    json: { dossier: folder, fichiers: files },
    text: `${t('cli.said.exported', { nameText: folder, count: files.length })}\n`,
  }
}

/** Read when its turn comes: one transaction reads one thing at a time. */
type OutFile = { name: string; text: () => Readable | AsyncIterable<string | Buffer> | string[] }

function tableFiles(tables: readonly TableExport[], xlsx: boolean, t: Translate): OutFile[] {
  if (!xlsx) return tables.map((table) => ({ name: `${table.name}.csv`, text: () => writeCsv(table, t) }))
  async function* sheets(): AsyncGenerator<Buffer> {
    yield await writeXlsx(tables, t)
  }
  return [{ name: 'caisse.xlsx', text: sheets }]
}

/** The journal as it was hashed, its seals, and every règlement. */
function bookFiles(tx: CaisseTx): OutFile[] {
  async function* journal(): AsyncGenerator<string> {
    yield `${JOURNAL_COLUMNS.join(',')}\n`
    for await (const rows of readJournal(tx)) yield rows.map(journalRow).join('')
  }
  async function* seals(): AsyncGenerator<string> {
    yield `${SEAL_COLUMNS.join(',')}\n`
    for (const seal of await readSeals(tx)) yield sealRow(seal)
  }
  async function* reglements(): AsyncGenerator<string> {
    const versions = (await listReglementVersions(tx)).map(({ decision, ...version }) => ({
      ...version,
      decision: decision.number,
    }))
    yield `${JSON.stringify(versions, null, 2)}\n`
  }
  return [
    { name: JOURNAL_FILE, text: journal },
    { name: SEALS_FILE, text: seals },
    { name: 'reglements.json', text: reglements },
  ]
}

async function makeFolder(folder: string, draft: string): Promise<void> {
  const taken = await access(folder).then(
    () => true,
    () => false,
  )
  if (taken) throw new Refusal('path_taken', { nameText: folder })
  await mkdir(draft, { mode: 0o700 }).catch((error: unknown) => {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST'
      ? new Refusal('path_taken', { nameText: draft })
      : unwritable(error, folder)
  })
}

const DISK = [
  'ENOENT',
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'ENOTDIR',
  'ENAMETOOLONG',
  'EEXIST',
  'ENOTEMPTY',
]

function unwritable(error: unknown, folder: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (syscall === undefined || !DISK.includes(code ?? '')) return error
  return new Refusal('unwritable_path', { nameText: folder, reasonText: code! })
}
