import { Hono } from 'hono'
import type { Module } from '../../../kit/module.ts'
import { readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import type { FollowMerge } from '../actions/merge.ts'
import { directoryExports } from '../exports.ts'
import { forgetDirectory } from '../jobs.ts'
import { directoryPersonalData } from '../personal-data.ts'
import { book } from './book.tsx'
import { card } from './card.tsx'
import { duplicatePages } from './duplicates.tsx'
import { HOME, onlyKeepers } from './frame.tsx'
import { imports } from './import.tsx'
import { organisations } from './organisations.tsx'
import { ownConsents } from './own-consents.tsx'
import { publicContactPages } from './public-contacts.tsx'
import { team } from './team.tsx'

/** `follow`: how later modules move what they keep of a card that joins another. */
export const openDirectory = (follow: readonly FollowMerge[]): Module => ({
  pages: new Hono()
    .route(
      '/',
      new Hono<CaisseEnv>()
        .use(HOME, readCaisse, onlyKeepers)
        .use(`${HOME}/*`, readCaisse, onlyKeepers)
        .route('/', book)
        .route('/', card)
        .route('/', organisations)
        .route('/', team)
        .route('/', publicContactPages)
        .route('/', duplicatePages(follow))
        .route('/', imports),
    )
    .route('/', ownConsents),
  jobs: { forget_directory: forgetDirectory },
  cron: ['45 3 * * * forget_directory'],
  exports: directoryExports,
  personalData: directoryPersonalData,
})
