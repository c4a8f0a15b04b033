import type { Module } from '../../../kit/module.ts'
import { settlementExports } from '../exports.ts'
import { statements } from './statements.tsx'

/** Behind the till's own guard: an enrolled device or somebody of the outlet. */
export const settlements: Module = { publicPages: statements, exports: settlementExports }
