import type { CaisseTx } from '../../../db/db.ts'
import { dayAt } from '../../../kit/month.ts'
import { countAgreementsAfter } from '../../accreditation/ending.ts'
import { openRun } from '../../allocations/store/runs.ts'
import { getCaisse } from '../../caisses/store.ts'
import { listBatches, owedToOutlets } from '../../settlements/store.ts'
import { listGrants, position } from '../../treasury/store.ts'
import type { Ending } from '../rules/ending.ts'

/** How the caisse ends and what remains of it, as one looks. */
export async function readEnding(tx: CaisseTx, now: Date): Promise<Ending> {
  const { last_day: lastDay, archived_at, practice, time_zone } = await getCaisse(tx, tx.caisseId)
  const today = dayAt(now, time_zone)
  const { circulationCents, availableCents } = await position(tx)
  const owed = await owedToOutlets(tx)
  const grants = await listGrants(tx)
  const batches = await listBatches(tx)
  return {
    today,
    lastDay,
    archived: archived_at !== null,
    practice,
    remains: {
      rightsCents: circulationCents,
      owedCents: owed.reduce((sum, { owedCents }) => sum + owedCents, 0),
      heldCents: availableCents,
      grantsLeftCents: grants.reduce((sum, grant) => {
        const received = grant.tranches
          .filter(({ receivedOn }) => receivedOn !== null)
          .reduce((total, { amountCents }) => total + amountCents, 0)
        return sum + Math.max(0, grant.promisedCents - received)
      }, 0),
      batchesOpen: batches.filter(({ status }) => status === 'prepared' || status === 'released').length,
      runOpen: (await openRun(tx)) !== undefined,
      agreementsOpen: await countAgreementsAfter(tx, lastDay ?? today),
    },
  }
}
