import { z } from 'zod'
import { gesture, lockCaisse } from '../../../kit/gesture.ts'
import { DayValue, dayAt } from '../../../kit/month.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { endAgreements } from '../../accreditation/ending.ts'
import { getCaisse, setCaisseArchived, setCaisseLastDay } from '../../caisses/store.ts'
import { refusalToAnnounce, refusalToArchive } from '../rules/ending.ts'
import { readEnding } from '../store/ending.ts'

const ENDS = ['administrator'] as const

/** All of it tells what each household contributes: not for whoever only looks after the software. */
export const EXPORTS = ['coordinator', 'treasurer'] as const

/** Tells the last day on which one buys; agreements end with it. Telling another day replaces it. */
export const announceEnd = gesture(
  'announce_end',
  ENDS,
  z.object({ lastDay: DayValue }),
  async (tx, { now }, { lastDay }) => {
    await lockCaisse(tx, 'closing')
    const { last_day: before, archived_at, time_zone } = await getCaisse(tx, tx.caisseId)
    refuse(refusalToAnnounce({ today: dayAt(now, time_zone), lastDay, archived: archived_at !== null }))
    await setCaisseLastDay(tx, lastDay)
    await endAgreements(tx, lastDay, before)
  },
)

/** The caisse goes on after all: outlets that were to end with it go on, too. */
export const withdrawEnd = gesture('withdraw_end', ENDS, z.object({}), async (tx) => {
  await lockCaisse(tx, 'closing')
  const { last_day: before } = await getCaisse(tx, tx.caisseId)
  if (before === null) throw new Refusal('ending_not_announced', {}, 409)
  await setCaisseLastDay(tx, null)
  await endAgreements(tx, null, before)
})

/** From now on all is read and nothing changes. */
export const archiveCaisse = gesture('archive_caisse', ENDS, z.object({}), async (tx, { now }) => {
  await lockCaisse(tx, 'closing')
  refuse(refusalToArchive(await readEnding(tx, now)))
  await setCaisseArchived(tx, now)
})

/** Opens the archive again, for what was forgotten; it is written that somebody did. */
export const reopenCaisse = gesture(
  'reopen_caisse',
  ENDS,
  z.object({}),
  async (tx) => {
    const { archived_at } = await getCaisse(tx, tx.caisseId)
    if (archived_at === null) throw new Refusal('caisse_not_archived', {}, 409)
    await setCaisseArchived(tx, null)
  },
  { inArchive: true },
)

/** Written each time somebody leaves with all of it. */
export const noteExport = gesture('export_all', EXPORTS, z.object({}), async () => {}, {
  inArchive: true,
})
