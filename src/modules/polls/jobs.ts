import { inCaisse } from '../../db/db.ts'
import type { App } from '../../kit/app.ts'
import { listCaisses } from '../caisses/store.ts'
import { mailPoll } from './mails.ts'
import { KEPT_DAYS, REMINDED_DAYS } from './rules.ts'
import { forgetVoices, markReminded, pollsClosingBefore, silentVoices } from './store.ts'

const DAY = 24 * 60 * 60_000

/** Every morning: who was asked by mail and did not answer hears once more before the deadline. */
export async function remindPolls(app: App): Promise<void> {
  const now = app.now()
  const until = new Date(now.getTime() + REMINDED_DAYS * DAY)
  for (const { id } of await listCaisses(app.db))
    await inCaisse(app.db, id, async (tx) => {
      for (const poll of await pollsClosingBefore(tx, { now, until })) {
        const silent = await silentVoices(tx, poll.id)
        for (const voice of silent) await mailPoll(tx, app, { poll, voice, occasion: 'reminder' })
        await markReminded(
          tx,
          poll.id,
          silent.map((voice) => voice.id),
          now,
        )
      }
    })
}

/** Every night: names and answers that served their purpose. */
export async function forgetPolls(app: App): Promise<void> {
  const before = new Date(app.now().getTime() - KEPT_DAYS * DAY)
  for (const { id } of await listCaisses(app.db)) await inCaisse(app.db, id, (tx) => forgetVoices(tx, before))
}
