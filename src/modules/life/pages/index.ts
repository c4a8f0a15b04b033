import { Hono } from 'hono'
import { readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { coming } from './coming.tsx'
import { contribution } from './contribution.tsx'
import { events } from './events.tsx'
import { file } from './file/index.tsx'
import { DESK } from './frame.tsx'
import { giveBack } from './give-back.tsx'

export const life = new Hono<CaisseEnv>()
  .use('/c/:slug/foyers/*', readCaisse, async (c, next) => (requireRole(c, DESK), next()))
  .route('/', coming)
  .route('/', file)
  .route('/', events)
  .route('/', giveBack)
  .route('/', contribution)
