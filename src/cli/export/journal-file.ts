import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Refusal } from '../../kit/refusal.ts'
import { JOURNAL_COLUMNS } from '../../modules/ledger/exports.ts'
import type { ExportedSeal, ExportedTransfer } from '../../modules/ledger/verify-journal.ts'

export const JOURNAL_FILE = 'journal.csv'
export const SEALS_FILE = 'sceaux.csv'
export const SEAL_COLUMNS = ['seal', 'transfers', 'head'] as const

/** One row as it is written: no cell of the journal holds a comma or a quote. */
export const journalRow = ({ seal, line }: ExportedTransfer): string =>
  `${[seal, ...line.split('|')].join(',')}\n`

export const sealRow = ({ n, transfers, head }: ExportedSeal): string => `${n},${transfers},${head}\n`

/** The rows of `journal.csv`, one after the other, however long it is. */
export async function* readExportedTransfers(folder: string): AsyncGenerator<ExportedTransfer> {
  for await (const cells of rowsOf(folder, JOURNAL_FILE, JOURNAL_COLUMNS)) {
    const [seal = '', ...line] = cells
    if (!/^\d*$/.test(seal)) throw new Refusal('export_broken', { nameText: JOURNAL_FILE })
    yield { seal, line: line.join('|') }
  }
}

export async function readExportedSeals(folder: string): Promise<ExportedSeal[]> {
  const seals: ExportedSeal[] = []
  for await (const [n = '', transfers = '', head = ''] of rowsOf(folder, SEALS_FILE, SEAL_COLUMNS)) {
    if (!/^\d+$/.test(n) || !/^\d+$/.test(transfers) || !/^[0-9a-f]{64}$/.test(head))
      throw new Refusal('export_broken', { nameText: SEALS_FILE })
    seals.push({ n, transfers, head })
  }
  return seals
}

async function* rowsOf(folder: string, name: string, columns: readonly string[]): AsyncGenerator<string[]> {
  const input = createReadStream(join(folder, name), 'utf8')
  const opened = new Promise<void>((resolve, reject) =>
    input.once('open', () => resolve()).once('error', reject),
  )
  await opened.catch(() => {
    throw new Refusal('unreadable_path', { nameText: join(folder, name) })
  })
  let first = true
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    if (text === '') continue
    const cells = text.split(',')
    if (first && text.replace(/^\ufeff/, '') !== columns.join(','))
      throw new Refusal('export_columns', { nameText: name, expectedText: columns.join(',') })
    if (!first && cells.length !== columns.length) throw new Refusal('export_broken', { nameText: name })
    if (!first) yield cells
    first = false
  }
  if (first) throw new Refusal('export_broken', { nameText: name })
}
