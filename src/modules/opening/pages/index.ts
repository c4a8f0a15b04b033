import { Hono } from 'hono'
import type { Module } from '../../../kit/module.ts'
import type { CaisseEnv } from '../../caisses/web.ts'
import { opening as checklist } from './checklist.tsx'
import { drafts } from './drafts/index.tsx'
import { newCaisse } from './new-caisse.tsx'

const pages = new Hono<CaisseEnv>()
pages.route('/', checklist).route('/', newCaisse).route('/', drafts)

export const opening: Module = { pages }
