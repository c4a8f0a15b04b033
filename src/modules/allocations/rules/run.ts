import { createHash } from 'node:crypto'
import type { CaisseId } from '../../../db/db.ts'
import { addMonths, firstDay, monthOf, type Day, type Month } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import type { AccountId } from '../../ledger/rules.ts'
import type { Cents } from '../../../kit/money.ts'
import type { CarryOver } from '../../caisses/rules/reglement.ts'
import { expiryFor } from './carry-over.ts'

export type RunStatus = 'prepared' | 'issuing' | 'issued' | 'cancelled'

/** One step of an issue: long enough to be quick, short enough that payments do not wait for it. */
export const LINES_PER_CHUNK = 2_000

export type RunLine = {
  line: number
  householdId: string
  accountId: AccountId
  outcome: 'granted' | 'waiting' | 'none'
  amountCents: Cents
  expiredCents: Cents
  keptCents: Cents
  contributionCents: Cents
}

/** SHA-256 of a run as two people approve it: one line of text per household, in their order. */
export function runDigest(run: { caisseId: CaisseId; month: Month; number: number; versionId: string }) {
  const hash = createHash('sha256').update(`${run.caisseId} ${run.month} ${run.number} ${run.versionId}\n`)
  return {
    add(lines: readonly RunLine[]): void {
      hash.update(lines.map(canonical).join(''))
    },
    digest: (): Buffer => hash.digest(),
  }
}

const canonical = (line: RunLine): string =>
  `${line.line} ${line.householdId} ${line.accountId} ${line.outcome} ${line.amountCents} ` +
  `${line.expiredCents} ${line.keptCents} ${line.contributionCents}\n`

/**
 * Names a step in the journal for ever, so that doing it again is seen by the journal itself.
 * A UUIDv8: 122 bits of a SHA-256.
 */
export function chunkGestureId(caisseId: CaisseId, runId: string, firstLine: number): string {
  const bytes = createHash('sha256')
    .update(`allocation ${caisseId} ${runId} ${firstLine}`)
    .digest()
    .subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** What a household holds, and how much of it was granted after the last month that may lapse. */
export type RightsHeld = { balanceCents: Cents; recentCents: Cents }

/** Rights granted in this month or before may lapse when `month` begins; null where none ever do. */
export function lastMonthToLapse(carryOver: CarryOver, month: Month): Month | null {
  if (carryOver.kind === 'unlimited') return null
  return addMonths(month, carryOver.kind === 'expires_after' ? -carryOver.months : -1)
}

/**
 * What of a household's rights lapses at most, and what stays at least. Rights granted before the
 * recent ones are what the balance holds beyond them: what was spent was the oldest.
 * With a cap counted in allocations, a household that has none this month keeps what it holds.
 */
export function lapse(
  carryOver: CarryOver,
  month: Month,
  { balanceCents, recentCents }: RightsHeld,
  allocationCents: Cents,
): { expiredCents: Cents; keptCents: Cents } {
  const until = lastMonthToLapse(carryOver, month)
  if (until === null || (carryOver.kind === 'cap_allocations' && allocationCents === 0)) return KEEPS_ALL
  const credits = [
    { month: until, cents: balanceCents },
    { month, cents: recentCents },
  ]
  const expiredCents = expiryFor(carryOver, month, { credits, debitedCents: recentCents }, allocationCents)
  return expiredCents === 0 ? KEEPS_ALL : { expiredCents, keptCents: balanceCents - expiredCents }
}

const KEEPS_ALL = { expiredCents: 0, keptCents: 0 } as const

// --- refusals ----------------------------------------------------------------------------------

export type OpenRun = { month: Month; status: RunStatus }

/** A month is prepared from the month before on, one at a time. */
export function refusalToPrepare(asked: {
  month: Month
  today: Day
  open: OpenRun | undefined
}): Refusal | null {
  const { month, today, open } = asked
  if (month > addMonths(monthOf(today), 1)) return new Refusal('month_prepared_too_early', { month })
  if (open?.status === 'issuing') return new Refusal('run_issuing', { month: open.month }, 409)
  if (open && open.month !== month) return new Refusal('other_month_prepared', { month: open.month }, 409)
  return null
}

/** Only a prepared run can be signed or given up. */
export function refusalUnlessPrepared({ month, status }: OpenRun): Refusal | null {
  switch (status) {
    case 'prepared':
      return null
    case 'cancelled':
      return new Refusal('run_cancelled', { month }, 409)
    case 'issuing':
      return new Refusal('run_issuing', { month }, 409)
    case 'issued':
      return new Refusal('run_issued', { month }, 409)
  }
}

export type Issuing = {
  run: OpenRun & { versionId: string }
  today: Day
  /** The règlement's version in force for the month, as of now. */
  versionInForce: string
  /** Households with a granted line that the caisse now knows to be absent all month. */
  absentHouseholds: number
}

/**
 * What was prepared must still hold: the same règlement, and nobody in it who left before the month.
 * A contribution received since does not change the run: its household gets a complement.
 */
export function refusalToIssue({ run, today, versionInForce, absentHouseholds }: Issuing): Refusal | null {
  const refusal = refusalUnlessPrepared(run)
  if (refusal) return refusal
  if (today < firstDay(run.month)) return new Refusal('month_not_begun', { month: run.month }, 409)
  if (versionInForce !== run.versionId) return new Refusal('run_reglement_changed', { month: run.month }, 409)
  if (absentHouseholds > 0) return new Refusal('run_outdated', { households: absentHouseholds }, 409)
  return null
}
