import { Hono } from 'hono'
import type { Module } from '../../../kit/module.ts'
import type { CaisseEnv } from '../../caisses/web.ts'
import { pollExports } from '../exports.ts'
import { forgetPolls, remindPolls } from '../jobs.ts'
import { answer } from './answer.tsx'
import { close } from './close.tsx'
import { list } from './list.tsx'
import { poll } from './poll.tsx'
import { voices } from './voices.tsx'

export const polls: Module = {
  publicPages: answer,
  pages: new Hono<CaisseEnv>().route('/', list).route('/', poll).route('/', voices).route('/', close),
  jobs: { remind_polls: remindPolls, forget_polls: forgetPolls },
  cron: ['0 8 * * * remind_polls', '40 3 * * * forget_polls'],
  exports: pollExports,
}
