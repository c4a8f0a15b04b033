import { demo } from './demo/pages.tsx'
import type { Module } from './kit/module.ts'
import { accreditation } from './modules/accreditation/pages/index.ts'
import { allocations } from './modules/allocations/pages/index.ts'
import { caisses } from './modules/caisses/pages/index.ts'
import { contributionExports } from './modules/contributions/exports.ts'
import { scale } from './modules/contributions/pages/scale.tsx'
import { home } from './modules/home/pages.tsx'
import { identity } from './modules/identity/pages.tsx'
import { ledger } from './modules/ledger/jobs.ts'
import { life } from './modules/life/module.ts'
import { openOpening } from './modules/opening/pages/index.ts'
import { payments } from './modules/payments/pages/index.ts'
import { peopleExports } from './modules/people/exports.ts'
import { resident } from './modules/resident/pages/index.ts'
import { retention } from './modules/retention/pages/index.tsx'
import { settlements } from './modules/settlements/pages/index.ts'
import { treasury } from './modules/treasury/pages/index.ts'
import { welcome } from './modules/welcome/pages/index.ts'

/** In the order in which modules may know each other. */
export const modules: readonly Module[] = [
  identity,
  caisses,
  { exports: peopleExports },
  ledger,
  { publicPages: scale, exports: contributionExports },
  allocations,
  accreditation,
  payments,
  resident,
  life,
  settlements,
  treasury,
  welcome,
  openOpening((tx) => modules.flatMap((module) => module.exports?.(tx) ?? [])),
  retention,
  home,
  demo,
]
