import { Hono } from 'hono'
import type { Module } from '../../../kit/module.ts'
import type { CaisseEnv } from '../../caisses/web.ts'
import { READ_DOCUMENT } from '../actions/deposit.ts'
import { documentExports } from '../exports.ts'
import { forgetDocuments, readDocument } from '../jobs.ts'
import { deposit } from './deposit.tsx'
import { documentForms, documentPages } from './document.tsx'
import { files } from './files.ts'
import { library, shelving } from './library.tsx'

export const documents: Module = {
  // A visitor reads what is public; each page looks at who may.
  publicPages: new Hono<CaisseEnv>().route('/', library).route('/', documentPages).route('/', files),
  pages: new Hono<CaisseEnv>().route('/', shelving).route('/', deposit).route('/', documentForms),
  jobs: { [READ_DOCUMENT]: readDocument, forget_documents: forgetDocuments },
  cron: ['40 3 * * * forget_documents'],
  exports: documentExports,
}
