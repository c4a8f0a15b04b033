import { Hono } from 'hono'
import type { Module } from '../../../kit/module.ts'
import type { CaisseEnv } from '../../caisses/web.ts'
import { paymentExports } from '../exports.ts'
import { desk } from './desk/index.tsx'
import type { TillEnv } from './device.ts'
import { journal } from './journal.tsx'
import { numberSignIn } from './number-sign-in.tsx'
import { settings } from './till-settings.tsx'
import { till } from './till.tsx'

/** The till is open to any browser: its own guard asks for an enrolled device. */
const publicPages = new Hono<TillEnv>()
  .route('/', till)
  .route('/', journal)
  .route('/', settings)
  .route('/', numberSignIn)

export const payments: Module = {
  publicPages,
  pages: new Hono<CaisseEnv>().route('/', desk),
  exports: paymentExports,
}
