import { Hono } from 'hono'
import { readCaisse, requireRole, type CaisseEnv } from '../../../caisses/web.ts'
import { WRITERS } from '../../actions/pages.ts'
import { easy } from './easy.tsx'
import { list } from './list.tsx'
import { news } from './news.tsx'
import { page } from './page.tsx'
import { settings } from './settings.tsx'

/** The team writes the site. */
export const desk = new Hono<CaisseEnv>()

for (const path of ['/c/:slug/site', '/c/:slug/site/*'])
  desk.use(path, readCaisse, async (c, next) => (requireRole(c, WRITERS), next()))

desk.route('/', list).route('/', news).route('/', settings).route('/', easy).route('/', page)
