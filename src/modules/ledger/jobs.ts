import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { runChecks } from '../../db/checks.ts'
import { inCaisse } from '../../db/db.ts'
import type { App } from '../../kit/app.ts'
import type { Module } from '../../kit/module.ts'
import { listCaisses } from '../caisses/store.ts'
import { ledgerExports } from './account-exports.ts'
import { sealJournal } from './seal.ts'

/** Every minute, as the owner: what can no longer change is sealed, caisse by caisse. */
export async function sealJournals(app: App): Promise<number> {
  let sealed = 0
  for (const caisse of await listCaisses(app.db)) {
    sealed += await inCaisse(app.db, caisse.id, (tx) => sealJournal(tx, app.now()))
  }
  return sealed
}

/** Every night: the invariants of each caisse, with a report that stays. */
export async function checkBooks(app: App): Promise<void> {
  for (const caisse of await listCaisses(app.db)) {
    const { checks, findings } = await runChecks(app.db, caisse.id)
    await inCaisse(app.db, caisse.id, (tx) =>
      tx
        .insertInto('check_report')
        .values({ caisse_id: tx.caisseId, at: app.now(), checks, findings: JSON.stringify(findings) })
        .execute(),
    )
    for (const finding of findings) {
      console.error(`contrôle ${finding.check} : ${JSON.stringify(finding.rows)} (caisse ${caisse.id})`)
    }
  }
}

/**
 * Every day: the last head of each journal, appended to `empreintes.csv` in the data folder. Copied, mailed or
 * printed elsewhere, it shows later whether the end of a journal was cut off.
 */
export async function exportHeads(app: App): Promise<void> {
  await mkdir(app.dataDir, { recursive: true })
  for (const caisse of await listCaisses(app.db)) {
    const seal = await inCaisse(app.db, caisse.id, (tx) =>
      tx
        .selectFrom('seal')
        .select(['n', 'head', 'at'])
        .where('caisse_id', '=', tx.caisseId)
        .orderBy('n', 'desc')
        .limit(1)
        .executeTakeFirst(),
    )
    if (!seal) continue
    const line = [app.now().toISOString(), caisse.slug, seal.n, seal.head.toString('hex')].join(',')
    await appendFile(join(app.dataDir, 'empreintes.csv'), `${line}\n`)
  }
}

export const ledger: Module = {
  jobs: {
    seal_journals: async (app) => void (await sealJournals(app)),
    check_books: checkBooks,
    export_heads: exportHeads,
  },
  exports: ledgerExports,
  cron: ['* * * * * seal_journals', '10 2 * * * check_books', '20 2 * * * export_heads'],
}
