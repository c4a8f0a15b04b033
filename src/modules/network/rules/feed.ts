import { XMLParser } from 'fast-xml-parser'
import { z } from 'zod'
import { isWebAddress } from './sister.ts'

export type FeedEntry = { title: string; url: string; publishedAt: Date | null }

/** Of one feed, the newest ones. */
const MOST_ENTRIES = 20
const LONGEST_TITLE = 200

/** Attributes stand under `@`; what several may be is always a list. Entities of a document of theirs are not read. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: { enabled: true, maxTotalExpansions: 100, maxExpandedLength: 10_000 },
  htmlEntities: true,
  isArray: (name) => ['item', 'entry', 'link'].includes(name),
})

/** A text, or a text with attributes, or nothing. */
const Text = z
  .union([z.string(), z.object({ '#': z.string().default('') }).transform((node) => node['#'])])
  .catch('')

const AtomLink = z
  .object({ '@href': z.string().optional(), '@rel': z.string().default('alternate') })
  .catch({ '@rel': '' })

const Atom = z.object({
  feed: z.object({
    entry: z
      .array(
        z
          .object({ title: Text, link: z.array(AtomLink).catch([]), published: Text, updated: Text })
          .transform(({ title, link, published, updated }) => ({
            title,
            url: link.find((one) => one['@rel'] === 'alternate')?.['@href'] ?? '',
            date: published || updated,
          })),
      )
      .default([]),
  }),
})

const Item = z
  .object({ title: Text, link: z.array(Text).catch([]), guid: Text, pubDate: Text, 'dc:date': Text })
  .transform(({ title, link, guid, ...dates }) => ({
    title,
    url: link.find((one) => one !== '') ?? guid,
    date: dates.pubDate || dates['dc:date'],
  }))

const Rss = z.object({ rss: z.object({ channel: z.object({ item: z.array(Item).default([]) }) }) })
/** RSS 1.0: items stand beside the channel. */
const Rdf = z.object({ 'rdf:RDF': z.object({ item: z.array(Item).default([]) }) })

/** The newest texts of an Atom or RSS feed; null when it is neither. `base`: where relative addresses begin. */
export function readFeed(xml: string, base: string): FeedEntry[] | null {
  const document = parse(xml)
  const found =
    Atom.safeParse(document).data?.feed.entry ??
    Rss.safeParse(document).data?.rss.channel.item ??
    Rdf.safeParse(document).data?.['rdf:RDF'].item
  if (!found) return null
  return found
    .map(({ title, url, date }) => ({
      title: plain(title),
      url: absolute(url, base),
      publishedAt: instant(date),
    }))
    .filter(({ title, url }) => title !== '' && isWebAddress(url))
    .toSorted((one, other) => (other.publishedAt?.getTime() ?? 0) - (one.publishedAt?.getTime() ?? 0))
    .slice(0, MOST_ENTRIES)
}

function parse(xml: string): unknown {
  try {
    return parser.parse(xml)
  } catch {
    return null
  }
}

/** One line of words: titles of feeds may bring HTML and signs that do not show. */
const plain = (text: string): string => {
  const words = text
    .replace(/<[^<>]*>/g, ' ')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
  return words.length > LONGEST_TITLE ? `${words.slice(0, LONGEST_TITLE - 1).trimEnd()}…` : words
}

function absolute(url: string, base: string): string {
  if (url.trim() === '') return ''
  try {
    return new URL(url.trim(), base).href
  } catch {
    return ''
  }
}

/** A day that makes sense: neither 1970 nor the next century. */
function instant(text: string): Date | null {
  const read = new Date(text)
  const year = read.getUTCFullYear()
  return year >= 2000 && year < 2100 ? read : null
}
