import { Hono } from 'hono'
import type { Module } from '../../../kit/module.ts'
import { readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import type { Role } from '../../../kit/actor.ts'
import { issueAllocations, ISSUE_JOB } from '../actions/run.ts'
import { allocationExports } from '../exports.ts'
import { months } from './months.tsx'
import { run } from './run.tsx'

/** Individual amounts are for those who keep the accounts: committees see aggregates. */
const READERS: readonly Role[] = ['coordinator', 'treasurer', 'administrator']

const pages = new Hono<CaisseEnv>()
pages.use('/c/:slug/mois', readCaisse, async (c, next) => (requireRole(c, READERS), next()))
pages.use('/c/:slug/mois/*', readCaisse, async (c, next) => (requireRole(c, READERS), next()))
pages.route('/', months).route('/', run)

export const allocations: Module = {
  pages,
  jobs: { [ISSUE_JOB]: issueAllocations },
  exports: allocationExports,
}
