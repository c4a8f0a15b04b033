import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { PageKind, PageText } from '../rules/page.ts'

export type Version = PageText & { number: number; savedAt: Date }

export type SitePage = {
  id: string
  kind: PageKind
  slug: string
  territoryId: string | null
  /** Null: a draft. */
  publishedVersion: number | null
}

/** A page with the text that visitors read, where one is published. */
export type PublishedPage = SitePage & { text: Version }

export type ListedPage = SitePage & { title: string; lastVersion: number; savedAt: Date }

const COLUMNS = [
  'site_page.id',
  'site_page.kind',
  'site_page.slug',
  'site_page.territory_id as territoryId',
  'site_page.published_version as publishedVersion',
] as const

const asPage = <Row extends { kind: string }>(row: Row) => ({ ...row, kind: row.kind as PageKind })

export async function findPage(tx: CaisseTx, slug: string): Promise<SitePage | undefined> {
  const row = await tx
    .selectFrom('site_page')
    .select(COLUMNS)
    .where('caisse_id', '=', tx.caisseId)
    .where('slug', '=', slug)
    .executeTakeFirst()
  return row && asPage(row)
}

function published(tx: CaisseTx) {
  return tx
    .selectFrom('site_page')
    .innerJoin('site_page_version as version', (join) =>
      join
        .onRef('version.caisse_id', '=', 'site_page.caisse_id')
        .onRef('version.page_id', '=', 'site_page.id')
        .onRef('version.number', '=', 'site_page.published_version'),
    )
    .select([
      ...COLUMNS,
      'version.number',
      'version.title',
      'version.lead',
      'version.body',
      'version.saved_at as savedAt',
    ])
    .where('site_page.caisse_id', '=', tx.caisseId)
}

function asPublished({
  number,
  title,
  lead,
  body,
  savedAt,
  ...page
}: Awaited<ReturnType<ReturnType<typeof published>['execute']>>[number]): PublishedPage {
  return { ...asPage(page), text: { number, title, lead, body, savedAt } }
}

export async function findPublished(tx: CaisseTx, slug: string): Promise<PublishedPage | undefined> {
  const row = await published(tx).where('slug', '=', slug).executeTakeFirst()
  return row && asPublished(row)
}

export async function listPublished(tx: CaisseTx): Promise<PublishedPage[]> {
  const rows = await published(tx)
    .orderBy(sql`version.title collate "fr-x-icu"`)
    .execute()
  return rows.map(asPublished)
}

/** All pages that the team wrote something in, with their last title. */
export async function listPages(tx: CaisseTx): Promise<ListedPage[]> {
  const rows = await tx
    .selectFrom('site_page')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('site_page_version as v')
          .select(['v.title', 'v.number as lastVersion', 'v.saved_at as savedAt'])
          .whereRef('v.caisse_id', '=', 'site_page.caisse_id')
          .whereRef('v.page_id', '=', 'site_page.id')
          .orderBy('v.number', 'desc')
          .limit(1)
          .as('last'),
      (join) => join.onTrue(),
    )
    .select([...COLUMNS, 'last.title', 'last.lastVersion', 'last.savedAt'])
    .where('site_page.caisse_id', '=', tx.caisseId)
    .orderBy(sql`last.title collate "fr-x-icu"`)
    .execute()
  return rows.map(asPage)
}

export async function insertPage(
  tx: CaisseTx,
  page: { id: string; kind: PageKind; slug: string; territoryId: string | null },
  now: Date,
): Promise<void> {
  await tx
    .insertInto('site_page')
    .values({
      caisse_id: tx.caisseId,
      id: page.id,
      kind: page.kind,
      slug: page.slug,
      territory_id: page.territoryId,
      published_version: null,
      created_at: now,
    })
    .execute()
}

/** Nothing is written over: each text that is saved is the next version. */
export async function insertVersion(
  tx: CaisseTx,
  pageId: string,
  text: PageText,
  by: { accountId: string | null; at: Date },
): Promise<number> {
  const { number } = await tx
    .insertInto('site_page_version')
    .values((eb) => ({
      caisse_id: tx.caisseId,
      page_id: pageId,
      number: eb
        .selectFrom('site_page_version')
        .select((select) =>
          select(select.fn.coalesce(select.fn.max('number'), select.lit(0)), '+', 1).as('next'),
        )
        .where('caisse_id', '=', tx.caisseId)
        .where('page_id', '=', pageId),
      title: text.title,
      lead: text.lead,
      body: text.body,
      saved_by: by.accountId,
      saved_at: by.at,
    }))
    .returning('number')
    .executeTakeFirstOrThrow()
  return number
}

export async function setPublishedVersion(
  tx: CaisseTx,
  pageId: string,
  version: number | null,
): Promise<void> {
  await tx
    .updateTable('site_page')
    .set({ published_version: version })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', pageId)
    .execute()
}

export type KeptVersion = Version & { by: string | null }

/** The latest first. */
export async function versionsOf(tx: CaisseTx, pageId: string): Promise<KeptVersion[]> {
  return tx
    .selectFrom('site_page_version as version')
    .leftJoin('login_account', 'login_account.id', 'version.saved_by')
    .select([
      'version.number',
      'version.title',
      'version.lead',
      'version.body',
      'version.saved_at as savedAt',
      'login_account.display_name as by',
    ])
    .where('version.caisse_id', '=', tx.caisseId)
    .where('version.page_id', '=', pageId)
    .orderBy('version.number', 'desc')
    .execute()
}

export type Validation = {
  readers: string
  validatedOn: string
  sheetSha256: Buffer
  logoSha256: Buffer
}

/** What readers signed of a version. */
export function findValidation(
  tx: CaisseTx,
  pageId: string,
  version: number,
): Promise<Validation | undefined> {
  return tx
    .selectFrom('easy_read_validation')
    .select([
      'readers',
      'validated_on as validatedOn',
      'sheet_sha256 as sheetSha256',
      'logo_sha256 as logoSha256',
    ])
    .where('caisse_id', '=', tx.caisseId)
    .where('page_id', '=', pageId)
    .where('version', '=', version)
    .executeTakeFirst()
}

export async function insertValidation(
  tx: CaisseTx,
  validation: Validation & { pageId: string; version: number },
): Promise<void> {
  const values = {
    readers: validation.readers,
    validated_on: validation.validatedOn,
    sheet_sha256: validation.sheetSha256,
    logo_sha256: validation.logoSha256,
  }
  await tx
    .insertInto('easy_read_validation')
    .values({ caisse_id: tx.caisseId, page_id: validation.pageId, version: validation.version, ...values })
    .onConflict((conflict) => conflict.columns(['caisse_id', 'page_id', 'version']).doUpdateSet(values))
    .execute()
}

/** Whether visitors may see a picture: the logo of a text that is published and was validated. */
export async function isPublicLogo(tx: CaisseTx, sha256: Buffer): Promise<boolean> {
  const row = await tx
    .selectFrom('easy_read_validation as validation')
    .innerJoin('site_page', (join) =>
      join
        .onRef('site_page.caisse_id', '=', 'validation.caisse_id')
        .onRef('site_page.id', '=', 'validation.page_id')
        .onRef('site_page.published_version', '=', 'validation.version'),
    )
    .select('validation.version')
    .where('validation.caisse_id', '=', tx.caisseId)
    .where('validation.logo_sha256', '=', sha256)
    .executeTakeFirst()
  return row !== undefined
}
