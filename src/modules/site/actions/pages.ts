import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import type { Role } from '../../../kit/actor.ts'
import { gesture, type Gesture } from '../../../kit/gesture.ts'
import { DayValue } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { listTerritories } from '../../caisses/store.ts'
import { storeFile } from '../../documents/files.ts'
import { GIVEN_PAGES, isEasy, PageSlug, PageText, territoryPageSlug, type PageKind } from '../rules/page.ts'
import {
  findPage,
  insertPage,
  insertValidation,
  insertVersion,
  setPublishedVersion,
  versionsOf,
  type SitePage,
} from '../store/pages.ts'

export const WRITERS = ['coordinator', 'administrator'] as const satisfies readonly Role[]

const Slug = z.string().min(1).max(80)

/** A page of the caisse's own, at an address that it chooses. */
export const createPage = gesture(
  'create_site_page',
  WRITERS,
  PageText.extend({ slug: PageSlug, publish: z.boolean().default(false) }),
  async (tx, { app, actor, now, about }, { slug, publish, ...text }) => {
    if (await findPage(tx, slug)) throw new Refusal('page_exists', { slugText: slug }, 409)
    const id = app.newId()
    about(id)
    await insertPage(tx, { id, kind: 'free', slug, territoryId: null }, now)
    const version = await insertVersion(tx, id, text, { accountId: accountIn(actor), at: now })
    if (publish) await setPublishedVersion(tx, id, version)
    return { slug }
  },
)

/**
 * Saves a text as the page's next version, and shows it to visitors where asked to. `base` is the version that was
 * open: what somebody else saved meanwhile is not hidden under it.
 */
export const savePage = gesture(
  'save_site_page',
  WRITERS,
  PageText.extend({
    page: Slug,
    base: z.coerce.number().int().min(0),
    publish: z.boolean().default(false),
  }),
  async (tx, { app, actor, now, about }, { page: slug, base, publish, ...text }) => {
    const page = await pageAt(tx, slug, app.newId(), now)
    about(page.id)
    const [last] = await versionsOf(tx, page.id)
    if ((last?.number ?? 0) !== base) throw new Refusal('page_changed', {}, 409)
    const same =
      last !== undefined && last.title === text.title && last.lead === text.lead && last.body === text.body
    const version = same
      ? last.number
      : await insertVersion(tx, page.id, text, { accountId: accountIn(actor), at: now })
    if (publish) await setPublishedVersion(tx, page.id, version)
    return { version }
  },
)

/** An earlier text comes back as the last version; it is shown when it is published. */
export const restoreVersion = gesture(
  'restore_site_page',
  WRITERS,
  z.object({ page: Slug, version: z.coerce.number().int().min(1) }),
  async (tx, { actor, now, about }, { page: slug, version }) => {
    const page = await knownPage(tx, slug)
    about(page.id)
    const versions = await versionsOf(tx, page.id)
    const earlier = versions.find(({ number }) => number === version)
    if (!earlier) throw new Refusal('unknown_page_version', {}, 404)
    if (earlier === versions[0]) throw new Refusal('page_version_is_last', {}, 409)
    const { title, lead, body } = earlier
    const number = await insertVersion(
      tx,
      page.id,
      { title, lead, body },
      { accountId: accountIn(actor), at: now },
    )
    return { version: number }
  },
)

/** Out of the site: what every site has says again what it said on the first day. */
export const withdrawPage = gesture(
  'withdraw_site_page',
  WRITERS,
  z.object({ page: Slug }),
  async (tx, { about }, { page: slug }) => {
    const page = await knownPage(tx, slug)
    about(page.id)
    if (page.publishedVersion === null) throw new Refusal('page_not_published', {}, 409)
    await setPublishedVersion(tx, page.id, null)
  },
)

/** The people for whom the text is written read it and found it easy: from now on it may carry their logo. */
export const validateEasyPage = gesture(
  'validate_easy_page',
  WRITERS,
  z.object({
    page: Slug,
    readers: z.string().trim().min(1).max(300),
    validatedOn: DayValue,
    sheet: z.instanceof(Uint8Array).refine((bytes) => bytes.length > 0, 'required'),
    logo: z.instanceof(Uint8Array).refine((bytes) => bytes.length > 0, 'required'),
  }),
  async (tx, { now, about }, { page: slug, readers, validatedOn, sheet, logo }) => {
    const page = await knownPage(tx, slug)
    about(page.id)
    if (!isEasy(page.kind)) throw new Refusal('page_not_easy', {}, 409)
    if (page.publishedVersion === null) throw new Refusal('page_not_published', {}, 409)
    if (validatedOn > now.toISOString().slice(0, 10)) throw new Refusal('validated_in_future', {}, 422)
    const signed = await storeFile(tx, now, sheet)
    const picture = await storeFile(tx, now, logo)
    if (!picture.mediaType.startsWith('image/')) throw new Refusal('logo_no_picture', {}, 422)
    await insertValidation(tx, {
      pageId: page.id,
      version: page.publishedVersion,
      readers,
      validatedOn,
      sheetSha256: signed.sha256,
      logoSha256: picture.sha256,
    })
  },
)

const accountIn = (actor: Gesture['actor']): string | null =>
  actor.kind === 'account' ? actor.accountId : null

async function knownPage(tx: CaisseTx, slug: string): Promise<SitePage> {
  const page = await findPage(tx, slug)
  if (!page) throw new Refusal('unknown_page', {}, 404)
  return page
}

/** The page of an address: one that every site has is opened the first time that somebody writes in it. */
async function pageAt(tx: CaisseTx, slug: string, id: string, now: Date): Promise<SitePage> {
  const known = await findPage(tx, slug)
  if (known) return known
  const given = await givenAt(tx, slug)
  if (!given) throw new Refusal('unknown_page', {}, 404)
  await insertPage(tx, { id, slug, ...given }, now)
  return { id, slug, publishedVersion: null, ...given }
}

/** What a page that nobody wrote in yet would be. */
export async function givenAt(
  tx: CaisseTx,
  slug: string,
): Promise<{ kind: PageKind; territoryId: string | null } | undefined> {
  const given = GIVEN_PAGES.find((page) => page.slug === slug)
  if (given) return { kind: given.kind, territoryId: null }
  const territory = (await listTerritories(tx)).find(({ name }) => territoryPageSlug(name) === slug)
  return territory && { kind: 'territory', territoryId: territory.id }
}
