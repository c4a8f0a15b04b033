import { Hono } from 'hono'
import type { Module } from '../../../kit/module.ts'
import type { CaisseEnv } from '../../caisses/web.ts'
import { forgetRequests } from '../jobs.ts'
import { help } from './help.tsx'
import { householdHelp } from './household-help.tsx'
import { join } from './join.tsx'
import { request } from './request.tsx'
import { structures } from './structures.tsx'
import { waiting } from './waiting.tsx'
import { waves } from './waves.tsx'

export const welcome: Module = {
  publicPages: join,
  pages: new Hono<CaisseEnv>()
    .route('/', waiting)
    .route('/', waves)
    .route('/', request)
    .route('/', structures)
    .route('/', householdHelp)
    .route('/', help),
  jobs: { forget_requests: forgetRequests },
  cron: ['30 3 * * * forget_requests'],
}
