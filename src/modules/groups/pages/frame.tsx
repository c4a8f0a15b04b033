import type { Context } from 'hono'
import type { ComponentChildren } from 'preact'
import type { CaisseTx } from '../../../db/db.ts'
import { ROLES, type Role } from '../../../kit/actor.ts'
import { actorOf } from '../../../kit/http.ts'
import type { PageProps } from '../../../kit/ui/document.tsx'
import type { Link } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import type { Tone } from '../../../kit/ui/tone.ts'
import { CaissePage } from '../../caisses/pages/caisse-page.tsx'
import { deskFrame, mayHere, type CaisseEnv } from '../../caisses/web.ts'
import { ownHousehold } from '../../people/store/own-household.ts'
import { ORGANISERS } from '../actions.ts'
import type { GroupStatus } from '../rules/group.ts'
import { groupsOf } from '../store/members.ts'

export const HOME = '/c/:slug/groupes'

/** Groups are no secret inside the caisse; names of their members are for them and for the team. */
export const SEES: readonly Role[] = ROLES

const DESK: readonly Role[] = ['committee_member', 'coordinator', 'treasurer', 'evaluator', 'administrator']

export const hrefOf = (c: Context<CaisseEnv>, path = ''): string =>
  `/c/${c.get('caisse').slug}/groupes${path}`

export const STATUS_TONES: Record<GroupStatus, Tone | undefined> = {
  planned: undefined,
  forming: 'wait',
  active: 'success',
  paused: 'info',
  closed: undefined,
}

export type Viewer = {
  team: boolean
  /** The resident who looks. */
  personId: string | null
  mine: ReadonlySet<string>
}

export async function viewerOf(c: Context<CaisseEnv>, tx: CaisseTx): Promise<Viewer> {
  const actor = actorOf(c)
  const own = actor.kind === 'account' ? await ownHousehold(tx, actor.accountId, c.get('today')) : undefined
  return {
    team: mayHere(c, ORGANISERS),
    personId: own?.personId ?? null,
    mine: new Set(own ? await groupsOf(tx, own.personId) : []),
  }
}

type GroupPageProps = Pick<PageProps, 'title' | 'lead' | 'notice'> & {
  c: Context<CaisseEnv>
  breadcrumb?: readonly Link[]
  actions?: ComponentChildren
  children: ComponentChildren
}

/** At the desk for whoever works there, among a resident's own pages, or beside the caisse's. */
export function GroupPage({ c, actions, children, ...page }: GroupPageProps) {
  if (mayHere(c, DESK))
    return (
      <DeskPage {...deskFrame(c, '/groupes')} {...page} actions={actions}>
        {children}
      </DeskPage>
    )
  return (
    <CaissePage c={c} current="/groupes" {...page} actions={actions}>
      {children}
    </CaissePage>
  )
}
