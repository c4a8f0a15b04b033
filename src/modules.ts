import { demo } from './demo/pages.tsx'
import type { Module } from './kit/module.ts'
import { allocations } from './modules/allocations/pages.tsx'
import { caisses } from './modules/caisses/pages.tsx'
import { home } from './modules/home/pages.tsx'
import { identity } from './modules/identity/pages.tsx'
import { ledger } from './modules/ledger/jobs.ts'
import { payments } from './modules/payments/pages/index.ts'

/** In the order in which modules may know each other. */
export const modules: readonly Module[] = [identity, caisses, ledger, allocations, payments, home, demo]
