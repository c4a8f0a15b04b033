import type { Module } from './kit/module.ts'
import { identity } from './modules/identity/pages.tsx'
import { ledger } from './modules/ledger/jobs.ts'

/** In the order in which modules may know each other. */
export const modules: readonly Module[] = [identity, ledger]
