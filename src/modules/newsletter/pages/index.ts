import { Hono } from 'hono'
import type { Module } from '../../../kit/module.ts'
import type { CaisseEnv } from '../../caisses/web.ts'
import { SEND_LETTER } from '../actions/sending.ts'
import { newsletterExports } from '../exports.ts'
import { forgetReaders } from '../jobs.ts'
import { newsletterPersonalData } from '../personal-data.ts'
import { sendLetter, wakeLetters } from '../send.ts'
import { archive } from './archive.tsx'
import { block } from './block.tsx'
import { compose } from './compose.tsx'
import { letters } from './letters.tsx'
import { preview } from './preview.tsx'
import { progress } from './progress.ts'
import { returns } from './returns.tsx'
import { send } from './send.tsx'
import { subscribers } from './subscribers.tsx'
import { MACHINES, subscription } from './subscription.tsx'

export const newsletter: Module = {
  publicPages: new Hono<CaisseEnv>().route('/', archive).route('/', subscription),
  machines: MACHINES,
  pages: new Hono<CaisseEnv>()
    .route('/', letters)
    .route('/', subscribers)
    .route('/', returns)
    .route('/', compose)
    .route('/', block)
    .route('/', preview)
    .route('/', send)
    .route('/', progress),
  jobs: { [SEND_LETTER]: sendLetter, wake_letters: wakeLetters, forget_readers: forgetReaders },
  cron: ['* * * * * wake_letters', '50 3 * * * forget_readers'],
  atStart: ['wake_letters'],
  exports: newsletterExports,
  personalData: newsletterPersonalData,
}
