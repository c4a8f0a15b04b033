import { Hono } from 'hono'
import type { Module } from '../../../kit/module.ts'
import type { CaisseEnv } from '../../caisses/web.ts'
import { accreditationExports } from '../exports.ts'
import { bankPages } from './bank.tsx'
import { outletList } from './list.tsx'
import { outletFile } from './outlet.tsx'
import { places } from './places.tsx'
import { sheet } from './sheet.tsx'

export const accreditation: Module = {
  publicPages: places,
  pages: new Hono<CaisseEnv>()
    .route('/', outletList)
    .route('/', outletFile)
    .route('/', bankPages)
    .route('/', sheet),
  exports: accreditationExports,
}
