import { Hono } from 'hono'
import type { Module } from '../../../kit/module.ts'
import type { CaisseEnv } from '../../caisses/web.ts'
import { releaseFigures } from '../actions/figures.ts'
import { siteExports } from '../exports.ts'
import { desk } from './desk/index.tsx'
import { publicFigures } from './figures.tsx'
import { publicNews } from './news.tsx'
import { publicSite } from './public.tsx'
import { searchEngines } from './search-engines.ts'

export const site: Module = {
  publicPages: new Hono<CaisseEnv>()
    .route('/', searchEngines)
    .route('/', publicSite)
    .route('/', publicNews)
    .route('/', publicFigures),
  pages: desk,
  jobs: { release_figures: releaseFigures },
  cron: ['10 4 * * * release_figures'],
  exports: siteExports,
}
