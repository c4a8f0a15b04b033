import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import type { Day, Month } from '../../../kit/month.ts'
import { lifeOf, pausesOf } from '../../people/store/life-events.ts'
import type { Occasion } from '../../people/store/messages.ts'
import type { OwnHousehold } from '../../people/store/own-household.ts'

/** What the caisse wrote down about a household besides money that moved: runs, letters, calls, browsers. */
export async function tracesOf(
  tx: CaisseTx,
  { householdId, personId }: OwnHousehold,
  loginAccountId: string | null,
) {
  return {
    life: (await lifeOf(tx, householdId)).map(
      ({ kind, on, personName, cents, untilOn, undone, writtenAt }) => ({
        kind,
        on,
        personName,
        cents,
        untilOn,
        undone,
        writtenAt,
      }),
    ),
    pauses: (await pausesOf(tx, householdId)).map(({ fromMonth, untilMonth }) => ({ fromMonth, untilMonth })),
    allocations: await allocationsOf(tx, householdId),
    messages: await messagesOf(tx, householdId, personId),
    notWrittenToSince: await objectionOf(tx, personId),
    calls: await callsOf(tx, householdId),
    requestToJoin: await requestToJoin(tx, householdId, personId),
    browsers: await browsersOf(tx, personId, loginAccountId),
  }
}

type AllocationLine = { month: Month; outcome: string; cents: Cents; expiredCents: Cents; reason: unknown }

async function allocationsOf(tx: CaisseTx, householdId: string): Promise<AllocationLine[]> {
  const { rows } = await sql<AllocationLine>`
    select month, outcome, amount_cents as cents, expired_cents as "expiredCents", reason
    from allocation_line where caisse_id = ${tx.caisseId} and household_id = ${householdId}
    order by month desc, line
  `.execute(tx)
  return rows
}

type SentMessage = {
  occasion: Occasion
  about: string
  announcedAt: Date
  status: string
  subject: string | null
  body: string | null
}

/** Written to oneself, or to nobody in particular yet: what another adult was written is theirs. */
async function messagesOf(tx: CaisseTx, householdId: string, personId: string): Promise<SentMessage[]> {
  const { rows } = await sql<SentMessage>`
    select occasion, about, announced_at as "announcedAt", status, subject, body
    from message where caisse_id = ${tx.caisseId} and household_id = ${householdId}
      and (person_id is null or person_id = ${personId})
    order by announced_at desc
  `.execute(tx)
  return rows
}

async function objectionOf(tx: CaisseTx, personId: string): Promise<Date | null> {
  const { rows } = await sql<{ since: Date }>`
    select since from message_objection where caisse_id = ${tx.caisseId} and person_id = ${personId}
  `.execute(tx)
  return rows[0]?.since ?? null
}

async function callsOf(tx: CaisseTx, householdId: string): Promise<{ month: Month; madeAt: Date }[]> {
  const { rows } = await sql<{ month: Month; madeAt: Date }>`
    select month, made_at as "madeAt" from call_made
    where caisse_id = ${tx.caisseId} and household_id = ${householdId} order by month desc
  `.execute(tx)
  return rows
}

type RequestToJoin = {
  givenName: string
  familyName: string
  email: string | null
  phone: string | null
  adults: number
  children: number
  source: string
  consent: string
  statusOn: Day
  askedAt: Date
}

/** The addresses in it are told to who asked, not to the others who live there. */
async function requestToJoin(
  tx: CaisseTx,
  householdId: string,
  personId: string,
): Promise<RequestToJoin | null> {
  const { rows } = await sql<RequestToJoin>`
    select r.given_name as "givenName", r.family_name as "familyName", r.adults, r.children, r.source, r.consent,
      case when mine then r.email end as email, case when mine then r.phone end as phone,
      r.status_on as "statusOn", r.created_at as "askedAt"
    from pre_registration r
    join person p on p.caisse_id = r.caisse_id and p.id = ${personId}
    cross join lateral (select (p.given_name, p.family_name) = (r.given_name, r.family_name) as mine) asker
    where r.caisse_id = ${tx.caisseId} and r.household_id = ${householdId}
  `.execute(tx)
  return rows[0] ?? null
}

type OpenBrowser = { openedAt: Date; lastSeenAt: Date; userAgent: string }

/** Where one is signed in, by a link or by number and code; never what would let somebody else in. */
async function browsersOf(
  tx: CaisseTx,
  personId: string,
  loginAccountId: string | null,
): Promise<OpenBrowser[]> {
  const { rows } = await sql<OpenBrowser>`
    select created_at as "openedAt", last_seen_at as "lastSeenAt", user_agent as "userAgent"
    from session
    where login_account_id = ${loginAccountId} or (in_caisse = ${tx.caisseId} and person_id = ${personId})
    order by last_seen_at desc
  `.execute(tx)
  return rows
}
