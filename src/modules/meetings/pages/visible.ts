import type { Context } from 'hono'
import { ROLES } from '../../../kit/actor.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { mayHere, read, type CaisseEnv } from '../../caisses/web.ts'
import { householdOf } from '../../people/store/own-household.ts'
import { isOfGroup } from '../store/around.ts'
import { findMeeting, type Meeting } from '../store/meetings.ts'
import { ORGANISERS } from '../actions/input.ts'

export type Viewer = {
  meeting: Meeting
  /** The person of the caisse who looks, if it is one. */
  personId: string | null
  organises: boolean
}

/**
 * The meeting of the address, for those for whom it is. For others it is not there: a closed meeting is not told apart
 * from none, and whoever is not signed in is asked to sign in first.
 */
export async function readVisible(c: Context<CaisseEnv>): Promise<Viewer> {
  const actor = c.get('actor')
  const organises = mayHere(c, ORGANISERS)
  const { meeting, own, inGroup } = await read(c, async (tx) => {
    const meeting = await findMeeting(tx, c.req.param('meeting')!)
    const own = actor ? await householdOf(tx, actor, c.get('today')) : undefined
    const accountId = actor?.kind === 'account' ? actor.accountId : null
    const inGroup =
      meeting?.groupId && (own || accountId)
        ? await isOfGroup(tx, meeting.groupId, { personId: own?.personId ?? null, meetingId: meeting.id })
        : false
    return { meeting, own, inGroup }
  })
  const unknown = new Refusal('unknown_meeting', {}, 404)
  if (!meeting) throw unknown
  const viewer = { meeting, personId: own?.personId ?? null, organises }
  if (organises) return viewer
  if (meeting.status === 'draft') throw unknown
  if (meeting.audience === 'public') return viewer
  const isMember = own !== undefined || mayHere(c, ROLES)
  if (meeting.audience === 'members' ? isMember : inGroup) return viewer
  if (actor === null) throw new Refusal('not_signed_in', {}, 401)
  throw unknown
}
