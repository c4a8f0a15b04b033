import { Hono } from 'hono'
import type { Module } from '../../../kit/module.ts'
import { caisseExports } from '../exports.ts'
import { readCaisse, type CaisseEnv } from '../web.ts'
import { compare } from './compare.tsx'
import { reglement } from './reglement.tsx'
import { team } from './team/index.tsx'

const publicPages = new Hono<CaisseEnv>()
publicPages.use('/c/:slug/reglement', readCaisse)
publicPages.use('/c/:slug/reglement/*', readCaisse)
publicPages.route('/', compare).route('/', reglement)

export const caisses: Module = { publicPages, pages: team, exports: caisseExports }
