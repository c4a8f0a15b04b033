import { Hono } from 'hono'
import type { Module } from '../../../kit/module.ts'
import type { CaisseEnv } from '../../caisses/web.ts'
import { forgetSubscriptions } from '../actions/subscriptions.ts'
import { calendarExports } from '../exports.ts'
import { agenda } from './agenda.tsx'
import { feeds } from './feeds.ts'
import { manage } from './manage.tsx'
import { subscription } from './subscription.tsx'
import { timeline } from './timeline.tsx'

export const calendar: Module = {
  publicPages: new Hono<CaisseEnv>().route('/', agenda).route('/', feeds).route('/', timeline),
  pages: new Hono<CaisseEnv>().route('/', subscription).route('/', manage),
  jobs: { forget_calendar_subscriptions: forgetSubscriptions },
  cron: ['50 3 * * * forget_calendar_subscriptions'],
  exports: calendarExports,
}
