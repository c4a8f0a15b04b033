import { Hono } from 'hono'
import type { Module } from '../../../kit/module.ts'
import { readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { groupsExports } from '../exports.ts'
import { groupsPersonalData } from '../personal-data.ts'
import { HOME, SEES } from './frame.tsx'
import { group } from './group.tsx'
import { list } from './list.tsx'

const pages = new Hono<CaisseEnv>()
for (const path of [HOME, `${HOME}/*`])
  pages.use(path, readCaisse, async (c, next) => (requireRole(c, SEES), next()))

export const groups: Module = {
  pages: pages.route('/', list).route('/', group),
  exports: groupsExports,
  personalData: groupsPersonalData,
}
