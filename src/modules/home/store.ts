import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import type { Cents } from '../../kit/money.ts'
import {
  addDays,
  addMonths,
  firstDay,
  lastDay,
  monthOf,
  startOfDay,
  type Day,
  type Month,
} from '../../kit/month.ts'
import { RUN } from '../allocations/actions/prepare.ts'
import { listRuns, openRun, type Run } from '../allocations/store/runs.ts'
import { getCaisse, listReglementVersions } from '../caisses/store.ts'
import { lateTasks } from '../groups/store/work.ts'
import { RETURN } from '../contributions/actions/returns.ts'
import { openRequests } from '../contributions/store/requests.ts'
import { listReturns } from '../contributions/store/returns.ts'
import { countSigners, signatures, SIGNATURES_NEEDED, type Signature } from '../identity/approvals.ts'
import { meetingCalls } from '../meetings/store/registrations.ts'
import { waitingCount } from '../people/store/pre-registrations.ts'
import { fundingDeadlines } from '../funding/store.ts'
import { BATCH } from '../settlements/actions.ts'
import { listBatches, type Batch } from '../settlements/store.ts'
import { CLOSING } from '../treasury/actions/closing.ts'
import { BANK_CHANGE } from '../treasury/actions/bank-account.ts'
import { askedBankChange } from '../treasury/store/bank-changes.ts'
import { listClosings } from '../treasury/store/closing.ts'
import { countContacts } from '../mobilisation/store/contacts.ts'
import { peopleToCall } from '../welcome/store/people-to-call.ts'

/** An agreement is renewed by a decision, and a committee meets once a month. */
const AGREEMENT_NOTICE_DAYS = 45
const PILOT_NOTICE_DAYS = 90
/** A request takes a month to write. */
const FUNDING_NOTICE_DAYS = 30
/** How long before a month its allocation is worth preparing. */
const PREPARE_NOTICE_DAYS = 7

export type Waiting = {
  /** People whom no mail tells that they have a place, or that a meeting has changed. */
  meetingCalls: number
  /** Households to call about a contribution that has not come. */
  calls: number
  /** People met by outreach, to speak to by today. */
  followUps: number
  /** Contributions paid twice, to give back by a transfer that lacks a signature. */
  returns: {
    id: string
    householdId: string
    householdName: string
    cents: Cents
    signedBy: readonly string[]
  }[]
  run: (Run & { signedBy: readonly string[] }) | null
  /** The month whose allocation nobody prepared yet, though it is time. */
  toPrepare: { month: Month; begins: Day } | null
  batches: (Batch & { lines: number; signedBy: readonly string[] })[]
  closings: { month: Month; signedBy: readonly string[] }[]
  /** Another account of the caisse's own. */
  ownBankChange: { signedBy: readonly string[] } | null
  bankChanges: { id: string; outletId: string; outletName: string }[]
  /** Households that ask for a pause or less. */
  requests: number
  adultsWithoutCode: number
  /** Asked to join, and nobody answered yet. */
  unansweredRequests: number
  endingAgreements: { outletId: string; outletName: string; toOn: Day }[]
  outletsWithoutDevice: { outletId: string; outletName: string }[]
  failedChecks: number
  signerMissing: boolean
  pilotEnds: Day | null
  /** Requests to send and accounts to give to funders. */
  funding: Awaited<ReturnType<typeof fundingDeadlines>>
  /** Tasks of working groups past their day. */
  lateTasks: number
}

/** All that waits for somebody of the team. */
export async function findWaiting(tx: CaisseTx, today: Day): Promise<Waiting> {
  const run = await openRun(tx)
  const { pilot_until: pilotUntil } = await getCaisse(tx, tx.caisseId)
  const ownChange = await askedBankChange(tx)
  const prepared = (await listBatches(tx)).filter(({ status }) => status === 'prepared')
  const returns = (await listReturns(tx)).filter(({ status }) => status === 'prepared')
  return {
    meetingCalls: (await meetingCalls(tx)).length,
    calls: (await peopleToCall(tx, today)).length,
    followUps: (await countContacts(tx, today)).due,
    returns: await Promise.all(
      returns.map(async ({ id, householdId, householdName, cents, digest }) => ({
        id,
        householdId,
        householdName,
        cents,
        signedBy: await signersOf(tx, { kind: RETURN, id }, digest),
      })),
    ),
    run: run ? { ...run, signedBy: await signersOf(tx, { kind: RUN, id: run.id }, run.digest) } : null,
    toPrepare: run ? null : await monthToPrepare(tx, today),
    batches: await Promise.all(
      prepared.map(async (batch) => ({
        ...batch,
        lines: await countLines(tx, batch.id),
        signedBy: await signersOf(tx, { kind: BATCH, id: batch.id }, batch.digest),
      })),
    ),
    closings: await Promise.all(
      (await listClosings(tx))
        .filter(({ status }) => status === 'prepared')
        .map(async ({ id, month, digest }) => ({
          month,
          signedBy: await signersOf(tx, { kind: CLOSING, id }, digest),
        })),
    ),
    ownBankChange: ownChange
      ? { signedBy: await signersOf(tx, { kind: BANK_CHANGE, id: ownChange.id }, ownChange.digest) }
      : null,
    bankChanges: await openBankChanges(tx),
    requests: (await openRequests(tx)).length,
    adultsWithoutCode: await countAdultsWithoutCode(tx, today),
    unansweredRequests: (await waitingCount(tx)).asked,
    endingAgreements: await agreementsEnding(tx, today),
    outletsWithoutDevice: await withoutDevice(tx, today),
    failedChecks: await lastFindings(tx),
    lateTasks: (await lateTasks(tx, today)).length,
    signerMissing: (await countSigners(tx, today)) < SIGNATURES_NEEDED,
    pilotEnds:
      pilotUntil && pilotUntil >= today && pilotUntil <= addDays(today, PILOT_NOTICE_DAYS)
        ? pilotUntil
        : null,
    funding: await fundingDeadlines(tx, addDays(today, FUNDING_NOTICE_DAYS)),
  }
}

async function signersOf(
  tx: CaisseTx,
  subject: { kind: string; id: string },
  digest: Buffer,
): Promise<string[]> {
  const valid = ({ digest: signed }: Signature) => signed.equals(digest)
  return (await signatures(tx, subject)).filter(valid).map(({ accountId }) => accountId)
}

async function monthToPrepare(tx: CaisseTx, today: Day): Promise<Waiting['toPrepare']> {
  const month = monthOf(today)
  const next = addMonths(month, 1)
  const soon = addDays(today, PREPARE_NOTICE_DAYS) >= firstDay(next)
  const versions = await listReglementVersions(tx)
  for (const asked of soon ? [month, next] : [month]) {
    const governed = versions.some(({ validFrom }) => validFrom <= asked)
    if (governed && (await listRuns(tx, asked)).length === 0) return { month: asked, begins: firstDay(asked) }
  }
  return null
}

async function countLines(tx: CaisseTx, batchId: string): Promise<number> {
  const { lines } = await tx
    .selectFrom('settlement_line')
    .select((eb) => eb.fn.countAll<number>().as('lines'))
    .where('caisse_id', '=', tx.caisseId)
    .where('batch_id', '=', batchId)
    .executeTakeFirstOrThrow()
  return lines
}

function openBankChanges(tx: CaisseTx) {
  return tx
    .selectFrom('outlet_bank_change as change')
    .innerJoin('outlet', 'outlet.id', 'change.outlet_id')
    .select(['change.id', 'outlet.id as outletId', 'outlet.trade_name as outletName'])
    .where('change.asked_in', '=', tx.caisseId)
    .where('change.confirmed_at', 'is', null)
    .where('change.withdrawn_at', 'is', null)
    .orderBy('change.asked_at')
    .execute()
}

/** Adults who live in a household today and could not pay: without a number, or without a code. */
async function countAdultsWithoutCode(tx: CaisseTx, today: Day): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct m.person_id)::integer as count
    from household_member m
    join household h on h.caisse_id = m.caisse_id and h.id = m.household_id
    left join payer p on p.caisse_id = m.caisse_id and p.person_id = m.person_id
    where m.caisse_id = ${tx.caisseId} and not m.child
      and m.from_on <= ${today} and (m.to_on is null or m.to_on >= ${today})
      and (h.leaves_on is null or h.leaves_on >= ${today})
      and p.code_hmac is null and p.blocked_at is null
  `.execute(tx)
  return rows[0]!.count
}

function agreementsEnding(tx: CaisseTx, today: Day) {
  return tx
    .selectFrom('agreement')
    .innerJoin('outlet', 'outlet.id', 'agreement.outlet_id')
    .select(['outlet.id as outletId', 'outlet.trade_name as outletName'])
    .select((eb) => eb.ref('agreement.to_on').$notNull().as('toOn'))
    .where('agreement.caisse_id', '=', tx.caisseId)
    .where('agreement.from_on', '<=', today)
    .where('agreement.to_on', '>=', today)
    .where('agreement.to_on', '<=', addDays(today, AGREEMENT_NOTICE_DAYS))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('agreement as next')
            .select('next.id')
            .where('next.caisse_id', '=', tx.caisseId)
            .whereRef('next.outlet_id', '=', 'agreement.outlet_id')
            .whereRef('next.from_on', '>', 'agreement.to_on'),
        ),
      ),
    )
    .orderBy('agreement.to_on')
    .execute()
}

function withoutDevice(tx: CaisseTx, today: Day) {
  return tx
    .selectFrom('agreement')
    .innerJoin('outlet', 'outlet.id', 'agreement.outlet_id')
    .select(['outlet.id as outletId', 'outlet.trade_name as outletName'])
    .distinct()
    .where('agreement.caisse_id', '=', tx.caisseId)
    .where('agreement.from_on', '<=', today)
    .where((eb) => eb.or([eb('agreement.to_on', 'is', null), eb('agreement.to_on', '>=', today)]))
    .where('agreement.suspended_at', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('device')
            .select('device.id')
            .whereRef('device.outlet_id', '=', 'outlet.id')
            .where('device.revoked_at', 'is', null),
        ),
      ),
    )
    .orderBy('outlet.trade_name')
    .execute()
}

/** How many checks of the latest night found something. */
async function lastFindings(tx: CaisseTx): Promise<number> {
  const report = await tx
    .selectFrom('check_report')
    .select('findings')
    .where('caisse_id', '=', tx.caisseId)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return Array.isArray(report?.findings) ? report.findings.length : 0
}

// --- the month ----------------------------------------------------------------------------------

export type Takings = { outletId: string; outletName: string; cents: Cents }

/** What each outlet took in the month, refunds taken off, the largest first. */
export async function takingsIn(tx: CaisseTx, month: Month): Promise<Takings[]> {
  const { time_zone: zone } = await getCaisse(tx, tx.caisseId)
  const from = startOfDay(firstDay(month), zone)
  const until = startOfDay(addDays(lastDay(month), 1), zone)
  const { rows } = await sql<Takings>`
    select outlet.id as "outletId", outlet.trade_name as "outletName", taken.cents
    from account a
    join outlet on outlet.id = a.owner_id
    cross join lateral (
      select (
        coalesce((
          select sum(amount_cents) from transfer t
          where t.caisse_id = a.caisse_id and t.credit_account = a.id and t.kind = 'payment'
            and t.at >= ${from} and t.at < ${until}
        ), 0) - coalesce((
          select sum(amount_cents) from transfer t
          where t.caisse_id = a.caisse_id and t.debit_account = a.id and t.kind = 'refund'
            and t.at >= ${from} and t.at < ${until}
        ), 0)
      )::bigint as cents
    ) as taken
    where a.caisse_id = ${tx.caisseId} and a.kind = 'rights_outlet' and taken.cents > 0
    order by taken.cents desc, outlet.trade_name collate "fr-x-icu"
  `.execute(tx)
  return rows
}
