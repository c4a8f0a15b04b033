import type { Context } from 'hono'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { bestDates, type Best, type Tally } from '../rules.ts'
import {
  datesOf,
  getPoll,
  meetingOf,
  talliesOf,
  voicesOf,
  type PlannedMeeting,
  type Poll,
  type PollDate,
  type Voice,
} from '../store.ts'

export type SeenPoll = {
  poll: Poll
  dates: PollDate[]
  tallies: Tally[]
  voices: Voice[]
  meeting: PlannedMeeting | undefined
  best: Best | null
}

export const seePoll = (c: Context<CaisseEnv>): Promise<SeenPoll> =>
  read(c, async (tx) => {
    const found = await getPoll(tx, c.req.param('poll')!)
    const tallies = await talliesOf(tx, found.id)
    return {
      poll: found,
      dates: await datesOf(tx, found.id),
      tallies,
      voices: await voicesOf(tx, found.id),
      meeting: found.meetingId ? await meetingOf(tx, found.meetingId) : undefined,
      best: bestDates(tallies),
    }
  })
