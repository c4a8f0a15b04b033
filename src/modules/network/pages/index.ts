import type { Module } from '../../../kit/module.ts'
import { READ_FEED } from '../actions.ts'
import { networkExports } from '../exports.ts'
import { readFeeds, readOneFeed } from '../feeds.ts'
import { elsewhere } from './elsewhere.tsx'
import { keep } from './keep.tsx'

export const network: Module = {
  publicPages: elsewhere,
  pages: keep,
  jobs: { [READ_FEED]: readOneFeed, read_feeds: readFeeds },
  cron: ['10 4 * * * read_feeds'],
  exports: networkExports,
}
