import { Hono } from 'hono'
import type { Module } from '../../../kit/module.ts'
import { readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { FUNDRAISERS } from '../actions.ts'
import { fundingExports } from '../exports.ts'
import { applications } from './application.tsx'
import { home, HOME } from './home.tsx'
import { logos, mentions } from './mentions.tsx'

const pages = new Hono<CaisseEnv>()

/** Odds and refusals are the team's. */
for (const path of [HOME, `${HOME}/*`])
  pages.use(path, readCaisse, async (c, next) => (requireRole(c, FUNDRAISERS), next()))

pages.route('/', home).route('/', mentions).route('/', applications)

export const funding: Module = { publicPages: logos, pages, exports: fundingExports }
