import { Hono } from 'hono'
import { inCaisse, type CaisseTx } from '../../../db/db.ts'
import type { App } from '../../../kit/app.ts'
import type { Module } from '../../../kit/module.ts'
import type { TableExport } from '../../../kit/table-file.ts'
import { listCaisses } from '../../caisses/store.ts'
import type { CaisseEnv } from '../../caisses/web.ts'
import { opening as checklist } from './checklist.tsx'
import { openingExports } from '../exports.ts'
import { endingPages } from './ending.tsx'
import { drafts } from './drafts/index.tsx'
import { imports } from './import/index.tsx'
import { newCaisse } from './new-caisse.tsx'
import { forgetImports } from '../store/imports.ts'

const KEPT_DAYS = 7

/** Every night: tables of households that nobody imported. */
async function tidyOpening(app: App): Promise<void> {
  const before = new Date(app.now().getTime() - KEPT_DAYS * 86_400_000)
  for (const { id } of await listCaisses(app.db))
    await inCaisse(app.db, id, (tx) => forgetImports(tx, before))
}

/** `tables`: all that the modules keep of a caisse, to leave with at its end. */
export function openOpening(tables: (tx: CaisseTx) => TableExport[]): Module {
  const pages = new Hono<CaisseEnv>()
  pages
    .route('/', checklist)
    .route('/', newCaisse)
    .route('/', drafts)
    .route('/', imports)
    .route('/', endingPages(tables))
  return {
    pages,
    jobs: { tidy_opening: tidyOpening },
    cron: ['50 2 * * * tidy_opening'],
    exports: openingExports,
  }
}
