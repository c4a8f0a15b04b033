import { Hono } from 'hono'
import type { Module } from '../../../kit/module.ts'
import { readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { GUIDES } from '../actions.ts'
import { learningExports } from '../exports.ts'
import { keepLearning } from '../jobs.ts'
import { learningPersonalData } from '../personal-data.ts'
import { own } from './own.tsx'
import { HOME, team } from './team.tsx'

const desk = new Hono<CaisseEnv>()
for (const path of [HOME, `${HOME}/*`])
  desk.use(path, readCaisse, async (c, next) => (requireRole(c, GUIDES), next()))

export const learning: Module = {
  pages: new Hono().route('/', desk.route('/', team)).route('/', own),
  jobs: { keep_learning: keepLearning },
  cron: ['20 3 * * * keep_learning'],
  exports: learningExports,
  personalData: learningPersonalData,
}
