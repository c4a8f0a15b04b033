import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import type { Cents } from '../../kit/money.ts'
import type { Day, Month } from '../../kit/month.ts'

export const STATUSES = ['preparing', 'sent', 'granted', 'refused', 'dropped'] as const
export type Status = (typeof STATUSES)[number]
export type Odds = 'likely' | 'hoped'

export type Application = {
  id: string
  funder: string
  purpose: string
  askedCents: Cents
  fromMonth: Month
  untilMonth: Month
  deadlineOn: Day | null
  expectedOn: Day
  status: Status
  odds: Odds
  answeredOn: Day | null
  grantId: string | null
}

export async function listApplications(tx: CaisseTx, id?: string): Promise<Application[]> {
  const { rows } = await sql<Application>`
    select id, funder, purpose, asked_cents as "askedCents", from_month as "fromMonth", until_month as "untilMonth",
      deadline_on as "deadlineOn", expected_on as "expectedOn", status, odds, answered_on as "answeredOn",
      grant_id as "grantId"
    from grant_application
    where caisse_id = ${tx.caisseId} ${id ? sql`and id = ${id}` : sql``}
    order by from_month, funder collate "fr-x-icu", id
  `.execute(tx)
  return rows
}

export const findApplication = async (tx: CaisseTx, id: string): Promise<Application | undefined> =>
  (await listApplications(tx, id))[0]

export async function keepApplication(tx: CaisseTx, application: Application, at: Date): Promise<void> {
  const row = {
    caisse_id: tx.caisseId,
    id: application.id,
    funder: application.funder,
    purpose: application.purpose,
    asked_cents: application.askedCents,
    from_month: application.fromMonth,
    until_month: application.untilMonth,
    deadline_on: application.deadlineOn,
    expected_on: application.expectedOn,
    status: application.status,
    odds: application.odds,
    answered_on: application.answeredOn,
    grant_id: application.grantId,
    changed_at: at,
  }
  await tx
    .insertInto('grant_application')
    .values(row)
    .onConflict((conflict) => conflict.columns(['caisse_id', 'id']).doUpdateSet(row))
    .execute()
}

export async function runningCost(tx: CaisseTx): Promise<Cents> {
  const setting = await tx
    .selectFrom('funding_setting')
    .select('running_cents as cents')
    .where('caisse_id', '=', tx.caisseId)
    .executeTakeFirst()
  return setting?.cents ?? 0
}

export async function setRunningCost(tx: CaisseTx, cents: Cents): Promise<void> {
  await tx
    .insertInto('funding_setting')
    .values({ caisse_id: tx.caisseId, running_cents: cents })
    .onConflict((conflict) => conflict.column('caisse_id').doUpdateSet({ running_cents: cents }))
    .execute()
}

// --- what a funder is owed -----------------------------------------------------------------------------

export type Report = {
  id: string
  grantId: string
  funder: string
  title: string
  dueOn: Day
  doneOn: Day | null
}

/** The next ones first. */
export async function listReports(tx: CaisseTx): Promise<Report[]> {
  const { rows } = await sql<Report>`
    select r.id, r.grant_id as "grantId", g.funder, r.title, r.due_on as "dueOn", r.done_on as "doneOn"
    from grant_report r join grant_award g on g.caisse_id = r.caisse_id and g.id = r.grant_id
    where r.caisse_id = ${tx.caisseId}
    order by r.done_on nulls first, r.due_on, r.id
  `.execute(tx)
  return rows
}

export async function insertReport(
  tx: CaisseTx,
  report: { id: string; grantId: string; title: string; dueOn: Day },
): Promise<void> {
  await tx
    .insertInto('grant_report')
    .values({
      caisse_id: tx.caisseId,
      id: report.id,
      grant_id: report.grantId,
      title: report.title,
      due_on: report.dueOn,
    })
    .execute()
}

export async function setReportDone(tx: CaisseTx, id: string, on: Day): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('grant_report')
    .set({ done_on: on })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .where('done_on', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Applications to send and reports to give until that day. */
export async function fundingDeadlines(
  tx: CaisseTx,
  until: Day,
): Promise<{ kind: 'application' | 'report'; id: string; funder: string; title: string; on: Day }[]> {
  const { rows } = await sql<{
    kind: 'application' | 'report'
    id: string
    funder: string
    title: string
    on: Day
  }>`
    select 'application' as kind, id, funder, purpose as title, deadline_on as "on" from grant_application
    where caisse_id = ${tx.caisseId} and status = 'preparing' and deadline_on <= ${until}
    union all
    select 'report', r.id, g.funder, r.title, r.due_on
    from grant_report r join grant_award g on g.caisse_id = r.caisse_id and g.id = r.grant_id
    where r.caisse_id = ${tx.caisseId} and r.done_on is null and r.due_on <= ${until}
    order by "on", funder
  `.execute(tx)
  return rows
}

// --- how funders are named -----------------------------------------------------------------------------

export const USES = ['site', 'newsletter', 'poster'] as const
export type Use = (typeof USES)[number]

export type Mention = {
  id: string
  funder: string
  mention: string
  website: string
  logo: Buffer | null
  logoAlt: string
  uses: Use[]
  fromOn: Day
  untilOn: Day | null
}

export async function listMentions(tx: CaisseTx): Promise<Mention[]> {
  const { rows } = await sql<Mention>`
    select id, funder, mention, website, logo_sha256 as logo, logo_alt as "logoAlt", uses, from_on as "fromOn",
      until_on as "untilOn"
    from funder_mention where caisse_id = ${tx.caisseId}
    order by funder collate "fr-x-icu", id
  `.execute(tx)
  return rows
}

/** Who is to be named there that day, in the words and with the logo they ask for. */
export async function fundersFor(tx: CaisseTx, use: Use, day: Day): Promise<Mention[]> {
  return (await listMentions(tx)).filter(
    ({ uses, fromOn, untilOn }) =>
      uses.includes(use) && fromOn <= day && (untilOn === null || day <= untilOn),
  )
}

export async function keepMention(tx: CaisseTx, mention: Mention): Promise<void> {
  await tx
    .insertInto('funder_mention')
    .values({
      caisse_id: tx.caisseId,
      id: mention.id,
      funder: mention.funder,
      mention: mention.mention,
      website: mention.website,
      logo_sha256: mention.logo,
      logo_alt: mention.logoAlt,
      uses: mention.uses,
      from_on: mention.fromOn,
      until_on: mention.untilOn,
    })
    .execute()
}

export async function deleteMention(tx: CaisseTx, id: string): Promise<Buffer | null | undefined> {
  const gone = await tx
    .deleteFrom('funder_mention')
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .returning('logo_sha256 as logo')
    .executeTakeFirst()
  return gone?.logo
}

/** Signed grants whose money still comes or came within the year: who pays, and for what. No amount, no odds. */
export async function publicFunders(tx: CaisseTx, day: Day): Promise<{ funder: string; purpose: string }[]> {
  const { rows } = await sql<{ funder: string; purpose: string }>`
    select distinct g.funder, g.purpose
    from grant_award g
    where g.caisse_id = ${tx.caisseId} and g.signed and exists (
      select from grant_tranche t
      where t.caisse_id = g.caisse_id and t.grant_id = g.id
        and coalesce(t.received_on, t.expected_on) >= ${day}::date - 365
    )
    order by g.funder, g.purpose
  `.execute(tx)
  return rows
}
