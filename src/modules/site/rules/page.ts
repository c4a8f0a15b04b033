import { z } from 'zod'

/** What the public site is made of besides the pages that show the caisse's own things. */
export const PAGE_KINDS = [
  'home',
  'participate',
  'partners',
  'questions',
  'contact',
  'easy_what',
  'easy_pay',
  'easy_help',
  'legal',
  'accessibility',
  'territory',
  'free',
] as const
export type PageKind = (typeof PAGE_KINDS)[number]

/** Pages that every site has: they say something from the first day, until the caisse says it better. */
export const GIVEN_PAGES = [
  { kind: 'home', slug: 'accueil', path: '' },
  { kind: 'participate', slug: 'participer', path: '/participer' },
  { kind: 'partners', slug: 'partenaires', path: '/partenaires' },
  { kind: 'questions', slug: 'questions', path: '/questions' },
  { kind: 'contact', slug: 'contact', path: '/contact' },
  { kind: 'easy_what', slug: 'c-est-quoi', path: '/facile-a-lire/c-est-quoi' },
  { kind: 'easy_pay', slug: 'comment-je-paie', path: '/facile-a-lire/comment-je-paie' },
  { kind: 'easy_help', slug: 'qui-m-aide', path: '/facile-a-lire/qui-m-aide' },
  { kind: 'legal', slug: 'mentions-legales', path: '/mentions-legales' },
  { kind: 'accessibility', slug: 'accessibilite', path: '/accessibilite' },
] as const satisfies readonly { kind: PageKind; slug: string; path: string }[]

export type GivenKind = (typeof GIVEN_PAGES)[number]['kind']

export const EASY_KINDS = ['easy_what', 'easy_pay', 'easy_help'] as const satisfies readonly GivenKind[]

export const isEasy = (kind: PageKind): boolean => EASY_KINDS.some((easy) => easy === kind)

/** `Saint-Herblain Est` as part of an address: `saint-herblain-est`. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/œ/gi, 'oe')
    .replace(/æ/gi, 'ae')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

const TERRITORY = 'territoire-'

export const territoryPageSlug = (name: string): string => TERRITORY + slugOf(name)

/** Where a page is read. */
export function publicPath({ kind, slug }: { kind: PageKind; slug: string }): string {
  if (kind === 'free') return `/pages/${slug}`
  if (kind === 'territory') return `/territoires/${slug.slice(TERRITORY.length)}`
  return GIVEN_PAGES.find((given) => given.kind === kind)!.path
}

/** Addresses that are taken by what every site has. */
export const isReserved = (slug: string): boolean =>
  slug.startsWith(TERRITORY) || GIVEN_PAGES.some((given) => given.slug === slug)

export const PageSlug = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'page_slug')
  .refine((slug) => !isReserved(slug), 'page_reserved')

/** What may stand on a line of its own, between double brackets, and shows what the caisse has. */
export const BLOCKS = [
  'reglement',
  'lieux',
  'rencontres',
  'actualites',
  'chiffres',
  'contacts',
  'territoires',
  'decisions',
  'financeurs',
  'pages',
] as const
export type Block = (typeof BLOCKS)[number]

export type Part = { markdown: string } | { block: Block }

const BLOCK_LINE = /^\[\[\s*([^\][]*?)\s*\]\]\s*$/

const isBlock = (name: string): name is Block => BLOCKS.some((block) => block === name)

const nameOf = (typed: string): string => slugOf(typed)

/** A body as texts and blocks, in their order. What looks like a block inside a fence stays text. */
export function partsOf(body: string): Part[] {
  const parts: Part[] = []
  let text: string[] = []
  let fence: string | null = null
  const flush = () => {
    if (text.join('\n').trim() !== '') parts.push({ markdown: text.join('\n') })
    text = []
  }
  for (const line of body.split(/\r?\n/)) {
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (mark && fence === null) fence = mark[0]!
    else if (mark && mark.startsWith(fence!)) fence = null
    const name = fence === null ? BLOCK_LINE.exec(line)?.[1] : undefined
    const block = name === undefined ? '' : nameOf(name)
    if (isBlock(block)) {
      flush()
      parts.push({ block })
    } else text.push(line)
  }
  flush()
  return parts
}

/** A link to `/lieux` is to that page of the caisse's site, wherever the site is. */
export const withSiteLinks = (markdown: string, site: string): string =>
  markdown.replace(/\]\(\/(?![/)]|c\/)/g, `](${site}/`)

/** Lines that look like a block and are none: told at the field before they are published. */
export function unknownBlocks(body: string): string[] {
  return partsOf(body).flatMap((part) =>
    'markdown' in part
      ? part.markdown
          .replace(/^\s{0,3}(`{3,}|~{3,})[\s\S]*?(?:^\s{0,3}\1|$(?![\s\S]))/gm, '')
          .split('\n')
          .flatMap((line) => BLOCK_LINE.exec(line)?.[1] ?? [])
      : [],
  )
}

export const blocksOf = (body: string): Block[] => [
  ...new Set(partsOf(body).flatMap((part) => ('block' in part ? [part.block] : []))),
]

export const PageText = z.object({
  title: z.string().trim().min(1).max(120),
  lead: z.string().trim().max(300).default(''),
  body: z
    .string()
    .max(40_000)
    .transform((text) => text.replace(/\r\n/g, '\n').trim())
    .refine((text) => unknownBlocks(text).length === 0, 'unknown_block'),
})
export type PageText = z.output<typeof PageText>

/** A host of the caisse's own: a name, no address of a machine, no port. */
export const PublicHost = z
  .string()
  .trim()
  .toLowerCase()
  .transform((typed) => typed.replace(/^https?:\/\//, '').replace(/\/.*$/, ''))
  .refine(
    (host) =>
      host === '' ||
      (host.length <= 253 &&
        /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/.test(host) &&
        !/^[\d.]+$/.test(host)),
    'host',
  )
  .transform((host) => (host === '' ? null : host))
