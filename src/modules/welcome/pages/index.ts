import { Hono } from 'hono'
import type { Module } from '../../../kit/module.ts'
import type { CaisseEnv } from '../../caisses/web.ts'
import { DELIVER } from '../../people/store/messages.ts'
import { deliverMessages } from '../actions/deliver.ts'
import { welcomeExports } from '../exports.ts'
import { forgetWelcome, remindContributions } from '../jobs.ts'
import { help } from './help.tsx'
import { householdHelp } from './household-help.tsx'
import { join } from './join.tsx'
import { messageText } from './message-text.tsx'
import { messages } from './messages.tsx'
import { request } from './request.tsx'
import { structures } from './structures.tsx'
import { waiting } from './waiting.tsx'
import { waves } from './waves.tsx'

export const welcome: Module = {
  publicPages: join,
  pages: new Hono<CaisseEnv>()
    .route('/', waiting)
    .route('/', waves)
    .route('/', request)
    .route('/', structures)
    .route('/', householdHelp)
    .route('/', help)
    .route('/', messages)
    .route('/', messageText),
  jobs: {
    [DELIVER]: deliverMessages,
    remind_contributions: remindContributions,
    forget_welcome: forgetWelcome,
  },
  cron: ['30 7 * * * remind_contributions', '30 3 * * * forget_welcome'],
  exports: welcomeExports,
}
