import { demo } from './demo/pages.tsx'
import type { Module } from './kit/module.ts'
import { accreditation } from './modules/accreditation/pages/index.ts'
import { allocations } from './modules/allocations/pages/index.ts'
import { caisses } from './modules/caisses/pages/index.ts'
import { calendar } from './modules/calendar/pages/index.ts'
import { contributionExports } from './modules/contributions/exports.ts'
import { scale } from './modules/contributions/pages/scale.tsx'
import { openDirectory } from './modules/directory/pages/index.ts'
import { documents } from './modules/documents/pages/index.ts'
import { funding } from './modules/funding/pages/index.ts'
import { groups } from './modules/groups/pages/index.ts'
import { followMerge } from './modules/groups/store/members.ts'
import { home } from './modules/home/pages.tsx'
import { identity } from './modules/identity/pages.tsx'
import { learning } from './modules/learning/pages/index.ts'
import { ledger } from './modules/ledger/jobs.ts'
import { life } from './modules/life/module.ts'
import { meetings } from './modules/meetings/pages/index.ts'
import { mobilisation } from './modules/mobilisation/pages/index.ts'
import { network } from './modules/network/pages/index.ts'
import { newsletter } from './modules/newsletter/pages/index.ts'
import { openOpening } from './modules/opening/pages/index.ts'
import { payments } from './modules/payments/pages/index.ts'
import { peopleExports } from './modules/people/exports.ts'
import { polls } from './modules/polls/pages/index.ts'
import { openResident } from './modules/resident/pages/index.ts'
import { retention } from './modules/retention/pages/index.tsx'
import { search } from './modules/search/pages.tsx'
import { settlements } from './modules/settlements/pages/index.ts'
import { site } from './modules/site/pages/index.ts'
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
  openResident((tx, somebody) => modules.flatMap((module) => module.personalData?.(tx, somebody) ?? [])),
  life,
  settlements,
  treasury,
  welcome,
  openDirectory([followMerge]),
  documents,
  groups,
  meetings,
  polls,
  learning,
  mobilisation,
  funding,
  network,
  calendar,
  site,
  newsletter,
  search,
  openOpening((tx) => modules.flatMap((module) => module.exports?.(tx) ?? [])),
  retention,
  home,
  demo,
]
