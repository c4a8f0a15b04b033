import { Hono } from 'hono'
import type { Module } from '../../../kit/module.ts'
import { readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { code } from './code.tsx'
import { contribution } from './contribution.tsx'
import { openData, type PersonalTables } from './data.tsx'
import { readOwn } from './env.tsx'
import { giveBackPages } from './give-back.tsx'
import { history } from './history.tsx'
import { home } from './home.tsx'
import { household } from './household.tsx'
import { less } from './less.tsx'
import { pay } from './pay.tsx'
import { requests } from './requests.tsx'
import { statement } from './statement.tsx'

/** `kept`: what every module keeps about somebody, for the copy they take. */
export function openResident(kept: PersonalTables): Module {
  const own = new Hono<CaisseEnv>()
    .use('/c/:slug/moi/*', readCaisse, readOwn)
    .route('/', home)
    .route('/', history)
    .route('/', contribution)
    .route('/', pay)
    .route('/', less)
    .route('/', household)
    .route('/', code)
    .route('/', statement)
    .route('/', openData(kept))
    .route('/', giveBackPages)
  return { pages: new Hono().route('/', own).route('/', requests) }
}
