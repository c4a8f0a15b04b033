import { Hono } from 'hono'
import type { Module } from '../../../kit/module.ts'
import type { CaisseEnv } from '../../caisses/web.ts'
import { mobilisationExports } from '../exports.ts'
import { sendSms } from '../jobs.ts'
import { mobilisationPersonalData } from '../personal-data.ts'
import { SEND_SMS } from '../store/sms.ts'
import { actions } from './actions.tsx'
import { brought } from './brought.tsx'
import { contacts } from './contacts.tsx'
import { imports } from './imports.tsx'
import { invite } from './invite.tsx'
import { overview } from './overview.tsx'
import { posters } from './posters.tsx'

export const mobilisation: Module = {
  pages: new Hono<CaisseEnv>()
    .route('/', overview)
    .route('/', actions)
    .route('/', contacts)
    .route('/', posters)
    .route('/', imports)
    .route('/', invite)
    .route('/', brought),
  jobs: { [SEND_SMS]: sendSms },
  exports: mobilisationExports,
  personalData: mobilisationPersonalData,
}
