import { Hono } from 'hono'
import { actorOf } from '../../../kit/http.ts'
import type { Module } from '../../../kit/module.ts'
import { readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { SIGNING_ROLES } from '../../identity/approvals.ts'
import { noteReading } from '../../payments/store/readings.ts'
import { treasuryExports } from '../exports.ts'
import { bank } from './bank.tsx'
import { batch } from './batch.tsx'
import { batches } from './batches.tsx'
import { cash } from './cash.tsx'
import { closings } from './closings.tsx'
import { deposits } from './deposits.tsx'
import { difference } from './difference.tsx'
import { dues } from './dues.tsx'
import { CONTRIBUTION_READERS, HOME, NAMED } from './frame.tsx'
import { grants } from './grants.tsx'
import { home } from './home.tsx'
import { householdDues } from './household-dues.tsx'
import { receipts } from './receipts.tsx'
import { returnContribution } from './return-contribution.tsx'
import { state } from './state.tsx'

const pages = new Hono<CaisseEnv>()

pages.route('/', state)

/** Amounts with names: for those who sign for what moves money. */
for (const path of [HOME, `${HOME}/*`])
  pages.use(path, readCaisse, async (c, next) => (requireRole(c, SIGNING_ROLES), next()))

for (const path of NAMED)
  for (const each of [`${HOME}${path}`, `${HOME}${path}/*`])
    pages.use(each, async (c, next) => (requireRole(c, CONTRIBUTION_READERS), next()))

/** What a household gives is read under a name: the household may ask who did. */
pages.get(`${HOME}/cotisations/:household{[0-9a-f-]{36}}`, async (c, next) => {
  await next()
  if (c.res.ok) await noteReading(c.get('app'), actorOf(c), c.get('caisse').id, c.req.param('household'))
})

for (const part of [
  home,
  dues,
  householdDues,
  returnContribution,
  receipts,
  cash,
  deposits,
  bank,
  difference,
  batches,
  batch,
  grants,
  closings,
])
  pages.route('/', part)

export const treasury: Module = { pages, exports: treasuryExports }
