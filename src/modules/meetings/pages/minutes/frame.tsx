import type { Context } from 'hono'
import type { Link } from '../../../../kit/ui/navigation.tsx'
import { deskFrame, type CaisseEnv } from '../../../caisses/web.ts'
import type { Meeting } from '../../store/meetings.ts'
import { hrefOf, trailTo } from '../shared.tsx'

export const minutesFrame = (c: Context<CaisseEnv>) => deskFrame(c, '/rencontres')

/** Back to the minutes, and from there to the meeting. */
export const minutesTrail = (c: Context<CaisseEnv>, meeting: Pick<Meeting, 'id' | 'title'>): Link[] => [
  ...trailTo(c, meeting),
  { href: hrefOf(c, `/${meeting.id}/compte-rendu/ecrire`), label: c.get('t')('meetings.tab.minutes') },
]
