import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import { inCaisse, type CaisseTx } from '../db/db.ts'
import { Refusal } from '../kit/refusal.ts'
import { writeCsv, writeXlsx } from '../kit/table-file/write.ts'
import { modules } from '../modules.ts'
import { listReglementVersions } from '../modules/caisses/store.ts'
import { JOURNAL_COLUMNS, readJournal, readSeals } from '../modules/ledger/exports.ts'
import { sealJournal } from '../modules/ledger/seal.ts'
import { JOURNAL_FILE, journalRow, SEAL_COLUMNS, sealRow, SEALS_FILE } from './export/journal-file.ts'
import { progressOf } from './progress.ts'
import { answering, type Answer, type Inside, type Session } from './session.ts'

export function addExporterCommand(program: Command, session: Session): void {
  const { t } = session
  const leave = program
    .command('exporter')
    .description(t('cli.command.exporter'))
    .argument('<caisse>', t('cli.argument.caisse'))
    .argument('<dossier>', t('cli.argument.dossier'))
    .option('--xlsx', t('cli.option.xlsx'))
  answering(session, leave, (slug: string, folder: string, options: { xlsx?: true }) =>
    exportAll(session, slug, folder, options.xlsx ?? false),
  )
}

/** Everything a caisse keeps, at one instant, in files that other programs read. */
async function exportAll(session: Session, slug: string, folder: string, xlsx: boolean): Promise<Answer> {
  const inside = await session.inside(slug)
  await makeFolder(folder)
  const { ownerApp, caisse } = inside
  await inCaisse(ownerApp.db, caisse.id, (tx) => sealJournal(tx, ownerApp.now()))
  const files = await inCaisse(ownerApp.db, caisse.id, (tx) => writeAll(session, inside, tx, folder, xlsx), {
    snapshot: true,
  })
  return {
    json: { dossier: folder, fichiers: files },
    text: `${inside.t('cli.said.exported', { nameText: folder, count: files.length })}\n`,
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw new Refusal('path_taken', { nameText: folder })
    throw new Refusal('unwritable_path', { nameText: folder, reasonText: code ?? String(error) })
  }
}

async function writeAll(
  { io }: Session,
  { t }: Inside,
  tx: CaisseTx,
  folder: string,
  xlsx: boolean,
): Promise<string[]> {
  const tables = modules.flatMap((module) => module.exports?.(tx) ?? [])
  const total = (xlsx ? 1 : tables.length) + 3
  const tell = progressOf(io, t, t('cli.said.exporting'))
  const files: string[] = []
  const done = (name: string) => {
    files.push(name)
    tell({ done: files.length, total })
  }
  if (xlsx) {
    await writeFile(join(folder, 'caisse.xlsx'), await writeXlsx(tables, t), { mode: 0o600 })
    done('caisse.xlsx')
  } else {
    for (const table of tables) {
      const name = `${table.name}.csv`
      await pipeline(writeCsv(table, t), createWriteStream(join(folder, name), { mode: 0o600 }))
      done(name)
    }
  }
  await pipeline(
    Readable.from(journalText(tx)),
    createWriteStream(join(folder, JOURNAL_FILE), { mode: 0o600 }),
  )
  done(JOURNAL_FILE)
  const seals = (await readSeals(tx)).map(sealRow).join('')
  await writeFile(join(folder, SEALS_FILE), `${SEAL_COLUMNS.join(',')}\n${seals}`, { mode: 0o600 })
  done(SEALS_FILE)
  const versions = await listReglementVersions(tx)
  await writeFile(join(folder, 'reglements.json'), `${JSON.stringify(versions, null, 2)}\n`, { mode: 0o600 })
  done('reglements.json')
  await writeFile(join(folder, 'LISEZMOI.txt'), t('cli.said.readme'))
  return files
}

async function* journalText(tx: CaisseTx): AsyncGenerator<string> {
  yield `${JOURNAL_COLUMNS.join(',')}\n`
  for await (const rows of readJournal(tx)) yield rows.map(journalRow).join('')
}
