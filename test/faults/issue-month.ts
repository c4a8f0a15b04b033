// A process of its own that issues a started run, to be killed: node … issue-month.ts <database> <caisse> <run>
import { openDb, openPool, type CaisseId } from '../../src/db/db.ts'
import { issueRunToTheEnd } from '../../src/modules/allocations/actions/run.ts'

const [url, caisseId, runId] = process.argv.slice(2) as [string, string, string]
const db = openDb(openPool(url, 2))
await issueRunToTheEnd(
  { db, now: () => new Date() },
  Number(caisseId) as CaisseId,
  runId,
  ({ done }) => process.stdout.write(`${done}\n`),
  // One chunk after the other, so that whoever kills it knows where it is.
  1,
)
await db.destroy()
