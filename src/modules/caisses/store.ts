import type { Selectable } from 'kysely'
import type { CaisseId, CaisseTx, Db } from '../../db/db.ts'
import type { Caisse as CaisseRow, Decision, ReglementVersion as VersionRow } from '../../db/schema.ts'
import { firstDay, monthOf, type Day, type Month } from '../../kit/month.ts'
import { Refusal } from '../../kit/refusal.ts'
import type { Reglement } from './rules/reglement.ts'

export type Caisse = Selectable<CaisseRow> & { id: CaisseId }
export type ReglementVersion = {
  id: string
  validFrom: Month
  origin: Selectable<VersionRow>['origin']
  content: Reglement
  adoptedAt: Date
  decision: Selectable<Decision>
}

// --- installation-wide -------------------------------------------------------------------------

/** What an address may hold; PostgreSQL refuses some of the rest, such as a NUL, with an error. */
const SLUG = /^[a-z0-9-]+$/

export async function findCaisse(db: Db, slug: string): Promise<Caisse | undefined> {
  if (!SLUG.test(slug)) return undefined
  const row = await db.selectFrom('caisse').selectAll().where('slug', '=', slug).executeTakeFirst()
  return row && { ...row, id: row.id as CaisseId }
}

export async function getCaisse(db: Db, id: CaisseId): Promise<Caisse> {
  const row = await db.selectFrom('caisse').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new Refusal('unknown_caisse', {}, 404)
  return { ...row, id }
}

export async function listCaisses(db: Db): Promise<Caisse[]> {
  const rows = await db.selectFrom('caisse').selectAll().orderBy('name').execute()
  return rows.map((row) => ({ ...row, id: row.id as CaisseId }))
}

export async function insertOrganisation(
  tx: CaisseTx,
  organisation: { id: string; legalName: string; siren: string | null; address: string },
): Promise<void> {
  await tx
    .insertInto('organisation')
    .values({
      id: organisation.id,
      legal_name: organisation.legalName,
      siren: organisation.siren,
      address: organisation.address,
    })
    .execute()
}

export function findOrganisation(db: Db, id: string) {
  return db.selectFrom('organisation').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function insertBankAccount(
  tx: CaisseTx,
  account: { id: string; organisationId: string; holder: string; iban: string; bic: string | null },
): Promise<void> {
  await tx
    .insertInto('bank_account')
    .values({
      id: account.id,
      organisation_id: account.organisationId,
      holder: account.holder,
      iban: account.iban,
      bic: account.bic,
    })
    .execute()
}

export async function insertCaisse(
  tx: CaisseTx,
  caisse: Omit<
    Selectable<CaisseRow>,
    'id' | 'created_at' | 'last_day' | 'archived_at' | 'public_host' | 'accessibility'
  >,
): Promise<CaisseId> {
  const row = await tx
    .insertInto('caisse')
    .values(caisse)
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new Refusal('slug_taken', { slug: caisse.slug })
  return row.id as CaisseId
}

// --- per caisse --------------------------------------------------------------------------------

export async function caisseBankAccount(tx: CaisseTx) {
  return tx
    .selectFrom('caisse')
    .innerJoin('bank_account', 'bank_account.id', 'caisse.bank_account_id')
    .selectAll('bank_account')
    .where('caisse.id', '=', tx.caisseId)
    .executeTakeFirst()
}

export function organisationBankAccounts(db: Db, organisationId: string) {
  return db
    .selectFrom('bank_account')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .orderBy('holder')
    .orderBy('iban')
    .execute()
}

export async function setCaisseBankAccount(tx: CaisseTx, bankAccountId: string): Promise<void> {
  await tx
    .updateTable('caisse')
    .set({ bank_account_id: bankAccountId })
    .where('id', '=', tx.caisseId)
    .execute()
}

/** The last day on which one buys here; null while it goes on. */
export async function setCaisseLastDay(tx: CaisseTx, day: Day | null): Promise<void> {
  await tx.updateTable('caisse').set({ last_day: day }).where('id', '=', tx.caisseId).execute()
}

export async function setCaisseArchived(tx: CaisseTx, at: Date | null): Promise<void> {
  await tx.updateTable('caisse').set({ archived_at: at }).where('id', '=', tx.caisseId).execute()
}

/** The caisse whose public site answers under a host name. */
export async function findCaisseAt(db: Db, host: string): Promise<string | undefined> {
  const row = await db.selectFrom('caisse').select('slug').where('public_host', '=', host).executeTakeFirst()
  return row?.slug
}

export async function setCaissePublic(
  tx: CaisseTx,
  { host, accessibility }: { host: string | null; accessibility: 'none' | 'partial' | 'full' },
): Promise<void> {
  await tx
    .updateTable('caisse')
    .set({ public_host: host, accessibility })
    .where('id', '=', tx.caisseId)
    .execute()
}

export async function insertTerritory(tx: CaisseTx, territory: { id: string; name: string }): Promise<void> {
  await tx
    .insertInto('territory')
    .values({ caisse_id: tx.caisseId, ...territory })
    .execute()
}

export function listTerritories(tx: CaisseTx) {
  return tx
    .selectFrom('territory')
    .select(['id', 'name'])
    .where('caisse_id', '=', tx.caisseId)
    .orderBy('name')
    .execute()
}

export type NewDecision = {
  id: string
  decidedOn: Day
  body: string
  title: string
  text: string
  minutesUrl: string | null
}

/** Records a decision under the next number of the caisse. */
export async function insertDecision(tx: CaisseTx, decision: NewDecision): Promise<number> {
  const { number } = await tx
    .insertInto('decision')
    .values((eb) => ({
      caisse_id: tx.caisseId,
      id: decision.id,
      number: eb
        .selectFrom('decision')
        .select((select) =>
          select(select.fn.coalesce(select.fn.max('number'), select.lit(0)), '+', 1).as('next'),
        )
        .where('caisse_id', '=', tx.caisseId),
      decided_on: decision.decidedOn,
      body: decision.body,
      title: decision.title,
      text: decision.text,
      minutes_url: decision.minutesUrl,
    }))
    .returning('number')
    .executeTakeFirstOrThrow()
  return number
}

export function findDecision(tx: CaisseTx, id: string) {
  return tx
    .selectFrom('decision')
    .selectAll()
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export function listDecisions(tx: CaisseTx) {
  return tx
    .selectFrom('decision')
    .selectAll()
    .where('caisse_id', '=', tx.caisseId)
    .orderBy('number', 'desc')
    .execute()
}

export async function insertReglementVersion(
  tx: CaisseTx,
  version: { id: string; validFrom: Month; decisionId: string; origin: string; content: Reglement },
): Promise<void> {
  await tx
    .insertInto('reglement_version')
    .values({
      caisse_id: tx.caisseId,
      id: version.id,
      valid_from: firstDay(version.validFrom),
      decision_id: version.decisionId,
      origin: version.origin,
      content: JSON.stringify(version.content),
    })
    .execute()
}

/** All versions, the one in force last first. */
export async function listReglementVersions(tx: CaisseTx): Promise<ReglementVersion[]> {
  const rows = await tx
    .selectFrom('reglement_version as version')
    .innerJoin('decision', (join) =>
      join
        .onRef('decision.caisse_id', '=', 'version.caisse_id')
        .onRef('decision.id', '=', 'version.decision_id'),
    )
    .selectAll('decision')
    .select([
      'version.id as version_id',
      'version.valid_from',
      'version.origin',
      'version.content',
      'version.adopted_at',
    ])
    .where('version.caisse_id', '=', tx.caisseId)
    .orderBy('version.valid_from', 'desc')
    .orderBy('version.adopted_at', 'desc')
    .orderBy('version.id', 'desc')
    .execute()
  return rows.map(({ version_id, valid_from, origin, content, adopted_at, ...decision }) => ({
    id: version_id,
    validFrom: monthOf(valid_from),
    origin,
    // Written by adoptReglement, which parsed it.
    content: content as unknown as Reglement,
    adoptedAt: adopted_at,
    decision,
  }))
}

/** The version in force in a month: the last that starts in it or before. */
export async function reglementIn(tx: CaisseTx, month: Month): Promise<ReglementVersion> {
  const versions = await listReglementVersions(tx)
  const inForce = versions.find((version) => version.validFrom <= month)
  if (!inForce) throw new Refusal('no_reglement', { month }, 409)
  return inForce
}
