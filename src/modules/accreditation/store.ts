import { sql, type Selectable } from 'kysely'
import type { CaisseId, CaisseTx, Db } from '../../db/db.ts'
import type { Agreement as AgreementRow, Outlet as OutletRow } from '../../db/schema.ts'
import type { Day } from '../../kit/month.ts'
import type { AccountId } from '../ledger/rules.ts'
import type { OpeningHours } from './opening.ts'
import type { Agreement, AgreementChange, BankDetails, OutletFile, OutletKind } from './rules.ts'

// --- installation-wide -------------------------------------------------------------------------

export type Outlet = OutletFile & { id: string; bank: BankDetails | null; keptBy: CaisseId }

const asOutlet = (row: Selectable<OutletRow>): Outlet => ({
  id: row.id,
  kind: row.kind as OutletKind,
  legalName: row.legal_name,
  tradeName: row.trade_name,
  siren: row.siren,
  address: row.address,
  opening: row.opening,
  hours: row.hours as OpeningHours | null,
  bank: row.iban === null ? null : { holder: row.iban_holder!, iban: row.iban, bic: row.bic },
  keptBy: row.kept_by as CaisseId,
})

const fileColumns = (file: OutletFile) => ({
  kind: file.kind,
  legal_name: file.legalName,
  trade_name: file.tradeName,
  siren: file.siren,
  address: file.address,
  opening: file.opening,
  hours: file.hours && JSON.stringify(file.hours),
})

const bankColumns = (bank: BankDetails | null) => ({
  iban: bank?.iban ?? null,
  iban_holder: bank?.holder ?? null,
  bic: bank?.bic ?? null,
})

export async function insertOutlet(
  tx: CaisseTx,
  id: string,
  file: OutletFile,
  bank: BankDetails | null,
): Promise<void> {
  await tx
    .insertInto('outlet')
    .values({ id, ...fileColumns(file), ...bankColumns(bank), kept_by: tx.caisseId })
    .execute()
}

export async function updateOutletFile(tx: CaisseTx, id: string, file: OutletFile): Promise<void> {
  await tx.updateTable('outlet').set(fileColumns(file)).where('id', '=', id).execute()
}

export async function updateOutletBank(tx: CaisseTx, id: string, bank: BankDetails | null): Promise<void> {
  await tx.updateTable('outlet').set(bankColumns(bank)).where('id', '=', id).execute()
}

export async function findOutlet(db: Db, id: string): Promise<Outlet | undefined> {
  const row = await db.selectFrom('outlet').selectAll().where('id', '=', id).executeTakeFirst()
  return row && asOutlet(row)
}

/** Files of the installation whose name or SIREN begins like this: one outlet, one file. Never their IBAN. */
export function searchOutlets(db: Db, words: string) {
  const start = `${words.replace(/[\\%_]/g, '\\$&')}%`
  return db
    .selectFrom('outlet')
    .select(['id', 'kind', 'legal_name as legalName', 'trade_name as tradeName', 'siren', 'address'])
    .where((eb) =>
      eb.or([
        eb(sql`unaccent(trade_name)`, 'ilike', sql`unaccent(${start})`),
        eb(sql`unaccent(legal_name)`, 'ilike', sql`unaccent(${start})`),
        eb('siren', 'like', start.replace(/\s/g, '')),
      ]),
    )
    .orderBy(sql`trade_name collate "fr-x-icu"`)
    .limit(20)
    .execute()
}

// --- per caisse --------------------------------------------------------------------------------

export type SignedAgreement = Agreement & {
  id: string
  outletId: string
  accountId: AccountId
  decisionId: string
  signedOn: Day
  scope: string
}

const asAgreement = (row: Selectable<AgreementRow>): SignedAgreement => ({
  id: row.id,
  outletId: row.outlet_id,
  accountId: row.account_id,
  decisionId: row.decision_id,
  signedOn: row.signed_on,
  fromOn: row.from_on,
  toOn: row.to_on,
  scope: row.scope,
  suspended: row.suspended_at !== null,
})

export async function insertAgreement(
  tx: CaisseTx,
  agreement: Omit<SignedAgreement, 'suspended'>,
): Promise<void> {
  await tx
    .insertInto('agreement')
    .values({
      caisse_id: tx.caisseId,
      id: agreement.id,
      outlet_id: agreement.outletId,
      account_id: agreement.accountId,
      decision_id: agreement.decisionId,
      signed_on: agreement.signedOn,
      from_on: agreement.fromOn,
      to_on: agreement.toOn,
      scope: agreement.scope,
    })
    .execute()
}

export async function findAgreement(tx: CaisseTx, id: string): Promise<SignedAgreement | undefined> {
  const row = await tx
    .selectFrom('agreement')
    .selectAll()
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && asAgreement(row)
}

/** The agreements of an outlet in this caisse, the latest first. */
export async function agreementsOf(tx: CaisseTx, outletId: string): Promise<SignedAgreement[]> {
  const rows = await tx
    .selectFrom('agreement')
    .selectAll()
    .where('caisse_id', '=', tx.caisseId)
    .where('outlet_id', '=', outletId)
    .orderBy('from_on', 'desc')
    .execute()
  return rows.map(asAgreement)
}

/** The agreement under which an outlet takes payments that day, if there is one. */
export async function agreementInForce(
  tx: CaisseTx,
  outletId: string,
  day: Day,
): Promise<SignedAgreement | undefined> {
  const row = await tx
    .selectFrom('agreement')
    .selectAll()
    .where('caisse_id', '=', tx.caisseId)
    .where('outlet_id', '=', outletId)
    .where('from_on', '<=', day)
    .where((eb) => eb.or([eb('to_on', 'is', null), eb('to_on', '>=', day)]))
    .where('suspended_at', 'is', null)
    .executeTakeFirst()
  return row && asAgreement(row)
}

export async function setSuspended(tx: CaisseTx, id: string, at: Date | null): Promise<void> {
  await tx
    .updateTable('agreement')
    .set({ suspended_at: at })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

export async function setLastDay(tx: CaisseTx, id: string, day: Day): Promise<void> {
  await tx
    .updateTable('agreement')
    .set({ to_on: day })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

/** An outlet as a resident may read it; `openOn` of `opening.ts` tells its hours on a day. */
export type ListedOutlet = Pick<Outlet, 'id' | 'kind' | 'tradeName' | 'address' | 'opening' | 'hours'> & {
  scope: string
  territoryId: string | null
  territoryName: string | null
}

export type NotedChange = {
  id: string
  agreementId: string
  change: AgreementChange
  day: Day
  words: string
  accountId: string | null
  at: Date
}

export async function insertAgreementChange(tx: CaisseTx, change: NotedChange): Promise<void> {
  await tx
    .insertInto('agreement_change')
    .values({
      caisse_id: tx.caisseId,
      id: change.id,
      agreement_id: change.agreementId,
      change: change.change,
      day: change.day,
      words: change.words,
      login_account_id: change.accountId,
      at: change.at,
    })
    .execute()
}

/** What happened to the agreements of an outlet, the latest first. */
export async function agreementChangesOf(
  tx: CaisseTx,
  outletId: string,
): Promise<(NotedChange & { by: string | null })[]> {
  const { rows } = await sql<NotedChange & { by: string | null }>`
    select c.id, c.agreement_id as "agreementId", c.change, c.day, c.words, c.login_account_id as "accountId", c.at,
      a.display_name as by
    from agreement_change c
    join agreement on agreement.caisse_id = c.caisse_id and agreement.id = c.agreement_id
    left join login_account a on a.id = c.login_account_id
    where c.caisse_id = ${tx.caisseId} and agreement.outlet_id = ${outletId}
    order by c.at desc, c.id desc
  `.execute(tx)
  return rows
}

/** Where the rights are taken that day, in the order of names: whoever reads a list by nearness sorts by territory. */
export async function listOutlets(tx: CaisseTx, day: Day): Promise<ListedOutlet[]> {
  const rows = await tx
    .selectFrom('agreement')
    .innerJoin('outlet', 'outlet.id', 'agreement.outlet_id')
    .leftJoin('outlet_territory', (join) =>
      join
        .onRef('outlet_territory.caisse_id', '=', 'agreement.caisse_id')
        .onRef('outlet_territory.outlet_id', '=', 'agreement.outlet_id'),
    )
    .leftJoin('territory', (join) =>
      join
        .onRef('territory.caisse_id', '=', 'outlet_territory.caisse_id')
        .onRef('territory.id', '=', 'outlet_territory.territory_id'),
    )
    .select([
      'outlet.id',
      'outlet.kind',
      'outlet.trade_name as tradeName',
      'outlet.address',
      'outlet.opening',
      'outlet.hours',
      'agreement.scope',
      'territory.id as territoryId',
      'territory.name as territoryName',
    ])
    .where('agreement.caisse_id', '=', tx.caisseId)
    .where('from_on', '<=', day)
    .where((eb) => eb.or([eb('to_on', 'is', null), eb('to_on', '>=', day)]))
    .where('suspended_at', 'is', null)
    .orderBy(sql`outlet.trade_name collate "fr-x-icu"`)
    .orderBy('outlet.id')
    .execute()
  return rows.map((row) => ({
    ...row,
    kind: row.kind as OutletKind,
    hours: row.hours as OpeningHours | null,
  }))
}

/** In which part of the caisse an outlet is; null takes it out of all. */
export async function setOutletTerritory(
  tx: CaisseTx,
  outletId: string,
  territoryId: string | null,
): Promise<void> {
  if (territoryId === null) {
    await tx
      .deleteFrom('outlet_territory')
      .where('caisse_id', '=', tx.caisseId)
      .where('outlet_id', '=', outletId)
      .execute()
    return
  }
  await tx
    .insertInto('outlet_territory')
    .values({ caisse_id: tx.caisseId, outlet_id: outletId, territory_id: territoryId })
    .onConflict((conflict) =>
      conflict.columns(['caisse_id', 'outlet_id']).doUpdateSet({ territory_id: territoryId }),
    )
    .execute()
}

export async function territoryOf(
  tx: CaisseTx,
  outletId: string,
): Promise<{ id: string; name: string } | undefined> {
  return tx
    .selectFrom('outlet_territory')
    .innerJoin('territory', (join) =>
      join
        .onRef('territory.caisse_id', '=', 'outlet_territory.caisse_id')
        .onRef('territory.id', '=', 'outlet_territory.territory_id'),
    )
    .select(['territory.id', 'territory.name'])
    .where('outlet_territory.caisse_id', '=', tx.caisseId)
    .where('outlet_id', '=', outletId)
    .executeTakeFirst()
}

/** Every agreement of the caisse with its outlet, in the order of names: for who keeps the files. */
export async function listAgreements(
  tx: CaisseTx,
): Promise<(SignedAgreement & { tradeName: string; kind: OutletKind; hasIban: boolean })[]> {
  const rows = await tx
    .selectFrom('agreement')
    .innerJoin('outlet', 'outlet.id', 'agreement.outlet_id')
    .selectAll('agreement')
    .select(['outlet.trade_name', 'outlet.kind', 'outlet.iban'])
    .where('agreement.caisse_id', '=', tx.caisseId)
    .orderBy(sql`outlet.trade_name collate "fr-x-icu"`)
    .orderBy('agreement.from_on', 'desc')
    .execute()
  return rows.map((row) => ({
    ...asAgreement(row),
    tradeName: row.trade_name,
    kind: row.kind as OutletKind,
    hasIban: row.iban !== null,
  }))
}

export type KeptOutlet = {
  id: string
  kind: OutletKind
  tradeName: string
  address: string
  hours: OpeningHours | null
  territoryName: string | null
  hasIban: boolean
  /** The last one signed; null before any. */
  agreement: SignedAgreement | null
}

/** Outlets whose file this caisse keeps or with which it signed, in the order of names. */
export async function keptOutlets(tx: CaisseTx): Promise<KeptOutlet[]> {
  const { rows } = await sql<Omit<KeptOutlet, 'agreement'>>`
    select outlet.id, outlet.kind, outlet.trade_name as "tradeName", outlet.address, outlet.hours,
      territory.name as "territoryName", outlet.iban is not null as "hasIban"
    from outlet
    left join outlet_territory place on place.caisse_id = ${tx.caisseId} and place.outlet_id = outlet.id
    left join territory on territory.caisse_id = place.caisse_id and territory.id = place.territory_id
    where outlet.kept_by = ${tx.caisseId}
      or exists (select from agreement a where a.caisse_id = ${tx.caisseId} and a.outlet_id = outlet.id)
    order by outlet.trade_name collate "fr-x-icu", outlet.id
  `.execute(tx)
  const agreements = await listAgreements(tx)
  return rows.map((row) => ({
    ...row,
    agreement: agreements.find(({ outletId }) => outletId === row.id) ?? null,
  }))
}

/** The caisses that have or had an agreement with an outlet, through the policy that lets an outlet see its own. */
export async function caissesOf(tx: CaisseTx, outletId: string): Promise<CaisseId[]> {
  await sql`select set_config('tablee.outlet', ${outletId}, true)`.execute(tx)
  const rows = await tx
    .selectFrom('agreement')
    .select('caisse_id')
    .distinct()
    .where('outlet_id', '=', outletId)
    .orderBy('caisse_id')
    .execute()
  await sql`select set_config('tablee.outlet', '', true)`.execute(tx)
  return rows.map((row) => row.caisse_id as CaisseId)
}
