import { Hono } from 'hono'
import type { Module } from '../../../kit/module.ts'
import { readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { meetingExports } from '../exports.ts'
import { forgetMeetings } from '../jobs.ts'
import { meetingsPersonalData } from '../personal-data.ts'
import { checkIn } from './check-in.tsx'
import { comers } from './comers.tsx'
import { expenses } from './expenses.tsx'
import { file } from './file.tsx'
import { list } from './list.tsx'
import { overview } from './minutes/overview.tsx'
import { printMinutes, readMinutes } from './minutes/read.tsx'
import { writeMinutes } from './minutes/write.tsx'
import { ownMeetings } from './own-meetings.tsx'
import { ownRegistration } from './own-registration.tsx'
import { photos, publicPhotos } from './photos.tsx'
import { prepare } from './prepare.tsx'
import { publicMeeting } from './public.tsx'
import { rides } from './rides.tsx'
import { schedule } from './schedule.tsx'

export const meetings: Module = {
  publicPages: new Hono<CaisseEnv>()
    .route('/', ownRegistration)
    .route('/', publicMeeting)
    .route('/', readMinutes)
    .route('/', publicPhotos),
  pages: new Hono<CaisseEnv>()
    .use('/c/:slug/rencontres', readCaisse)
    .use('/c/:slug/rencontres/*', readCaisse)
    .use('/c/:slug/moi/rencontres', readCaisse)
    .route('/', list)
    .route('/', schedule)
    .route('/', file)
    .route('/', comers)
    .route('/', checkIn)
    .route('/', rides)
    .route('/', prepare)
    .route('/', expenses)
    .route('/', overview)
    .route('/', writeMinutes)
    .route('/', printMinutes)
    .route('/', photos)
    .route('/', ownMeetings),
  jobs: { forget_meetings: forgetMeetings },
  cron: ['40 3 * * * forget_meetings'],
  exports: meetingExports,
  personalData: meetingsPersonalData,
}
