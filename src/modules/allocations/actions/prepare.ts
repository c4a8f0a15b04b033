import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture, lockCaisse } from '../../../kit/gesture.ts'
import type { Cents } from '../../../kit/money.ts'
import { dayAt, MonthValue, type Month } from '../../../kit/month.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { because } from '../../caisses/rules/reason.ts'
import { getCaisse, reglementIn, type ReglementVersion } from '../../caisses/store.ts'
import { insertMissingDues, type NewDue } from '../../contributions/store/dues.ts'
import { readBudgetHouseholds, type BudgetHouseholdRow } from '../../contributions/store/budget-households.ts'
import { signAsPreparer, SIGNING_ROLES } from '../../identity/approvals.ts'
import type { AccountId } from '../../ledger/rules.ts'
import { computeLines, firstPass, needsFirstPass } from '../rules/compute-month.ts'
import { lapse, lastMonthToLapse, refusalToPrepare, runDigest } from '../rules/run.ts'
import { coverageOf } from '../store/coverage.ts'
import { earlierLines, insertLines, type NewLine } from '../store/lines.ts'
import { leaversWithRights, openMissingAccounts, rightsHeld } from '../store/rights-held.ts'
import { cancelPrepared, insertRun, listRuns, openRun } from '../store/runs.ts'

export const RUN = 'allocation_run'

export const PrepareMonth = z.object({ month: MonthValue })

/**
 * Computes the month's dues and allocations, line by line, for two people to approve. Preparing again replaces
 * what was prepared. Once the month is issued, what is prepared is a complement: households that entered or paid since.
 */
export const prepareMonth = gesture(
  'prepare_month',
  SIGNING_ROLES,
  PrepareMonth,
  async (tx, { app, actor, now, about }, { month }) => {
    await lockCaisse(tx, 'month')
    const { time_zone } = await getCaisse(tx, tx.caisseId)
    const open = await openRun(tx)
    refuse(refusalToPrepare({ month, today: dayAt(now, time_zone), open }))
    if (open) await cancelPrepared(tx, open.id)
    const number = ((await listRuns(tx, month))[0]?.number ?? 0) + 1
    const version = await reglementIn(tx, month)
    await openMissingAccounts(tx)

    const id = app.newId()
    about(id)
    const totals = await writeLines(tx, { id, month, number, version })
    if (number > 1 && totals.grantedCents === 0) throw new Refusal('month_already_issued', { month }, 409)
    const coverage = await coverageOf(tx, {
      runCents: totals.grantedCents,
      expiryCents: totals.expiredCents,
    })
    await insertRun(tx, { id, month, number, versionId: version.id, coverage, preparedAt: now, ...totals })
    await signAsPreparer(tx, actor, { kind: RUN, id, digest: totals.digest }, now)
    const { lines, grantedCents, expiredCents, digest } = totals
    return { runId: id, number, lines, grantedCents, expiredCents, digest: digest.toString('hex'), coverage }
  },
)

type Preparation = { id: string; month: Month; number: number; version: ReglementVersion }

type Totals = {
  lines: number
  grantedCents: Cents
  expiredCents: Cents
  contributionsCents: Cents
  digest: Buffer
}

async function writeLines(tx: CaisseTx, run: Preparation): Promise<Totals> {
  const { month, version } = run
  const reglement = version.content
  const shared = firstPass(reglement, month)
  if (needsFirstPass(reglement))
    for await (const households of concerned(tx, run)) for (const one of households) shared.add(one)
  const monthLines = computeLines(reglement, month, shared.pot())

  const digest = runDigest({ caisseId: tx.caisseId, month, number: run.number, versionId: version.id })
  const totals = { lines: 0, grantedCents: 0, expiredCents: 0, contributionsCents: 0 }
  const write = async (lines: readonly NewLine[]): Promise<void> => {
    if (lines.length === 0) return
    await insertLines(tx, run, lines)
    digest.add(lines)
    for (const line of lines) {
      if (line.outcome === 'granted') totals.grantedCents += line.amountCents
      totals.expiredCents += line.expiredCents
      totals.contributionsCents += line.contributionCents
    }
  }
  const leavers = await leaversLines(tx, run)
  for await (const households of concerned(tx, run)) {
    const lapses = await lapsesIn(tx, run, households)
    const lines: Unnumbered[] = []
    const dues: NewDue[] = []
    for (const household of households) {
      const line = monthLines.next(household)
      dues.push({
        householdId: household.id,
        cents: line.contributionCents,
        thirdPartyCents: line.thirdPartyCents,
        reason: line.contributionReason,
      })
      // A complement holds what it grants, and nothing else.
      if (run.number > 1 && line.outcome !== 'granted') continue
      while (leavers[0] && leavers[0].householdId < household.id) lines.push(leavers.shift()!)
      lines.push({
        householdId: household.id,
        accountId: household.accountId,
        outcome: line.outcome,
        amountCents: line.allocationCents,
        ...lapses(household.id, line.allocationCents),
        contributionCents: line.contributionCents + line.thirdPartyCents,
        reason: line.reason,
      })
    }
    await insertMissingDues(tx, month, version.id, dues)
    await write(lines.map((line) => ({ ...line, line: (totals.lines += 1) })))
  }
  await write(leavers.map((line) => ({ ...line, line: (totals.lines += 1) })))
  return { ...totals, digest: digest.digest() }
}

type Unnumbered = Omit<NewLine, 'line'>

/** Households of the month by ascending id; for a complement, those that were not served yet. */
async function* concerned(tx: CaisseTx, run: Preparation): AsyncGenerator<BudgetHouseholdRow[]> {
  const { content } = run.version
  for await (const households of readBudgetHouseholds(tx, run.month, {
    received: content.releaseAfterPayment,
  })) {
    if (run.number === 1) {
      yield households
      continue
    }
    const earlier = await earlierLines(
      tx,
      run.month,
      households.map((household) => household.id),
    )
    yield households.filter(({ id }) => {
      const line = earlier.get(id)
      if (!line) return true
      if (line.granted) return false
      // Contributions that were shared out once are not shared out again.
      return !needsFirstPass(content) || line.reasonCodes.every((code) => code === UNPAID)
    })
  }
}

const UNPAID = because('allocations.reason.mean_unpaid').code

/** What lapses of each household's rights before the month's allocation. */
async function lapsesIn(
  tx: CaisseTx,
  { month, version }: Preparation,
  households: readonly { id: string; accountId: AccountId }[],
): Promise<(householdId: string, allocationCents: Cents) => { expiredCents: Cents; keptCents: Cents }> {
  const { carryOver } = version.content
  const lastToLapse = lastMonthToLapse(carryOver, month)
  if (lastToLapse === null) return () => NOTHING_LAPSES
  const held = await rightsHeld(tx, households, lastToLapse)
  return (id, allocationCents) => lapse(carryOver, month, held.get(id) ?? NOTHING_HELD, allocationCents)
}

const NOTHING_HELD = { balanceCents: 0, recentCents: 0 } as const
const NOTHING_LAPSES = { expiredCents: 0, keptCents: 0 } as const

/** Rights of those who left lapse by the same rule, month after month. */
async function leaversLines(tx: CaisseTx, run: Preparation): Promise<Unnumbered[]> {
  if (run.version.content.carryOver.kind === 'unlimited' || run.number > 1) return []
  const leavers = await leaversWithRights(tx, run.month)
  const lapses = await lapsesIn(tx, run, leavers)
  return leavers.flatMap(({ id, accountId }) => {
    const lapsing = lapses(id, 0)
    if (lapsing.expiredCents === 0) return []
    const reason = because('allocations.reason.after_exit')
    const line = { householdId: id, accountId, outcome: 'none' as const, amountCents: 0 }
    return [{ ...line, ...lapsing, contributionCents: 0, reason }]
  })
}
