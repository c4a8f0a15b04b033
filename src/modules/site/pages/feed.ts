import { Feed } from 'feed'
import { markdownToHtml } from '../../../kit/markdown.ts'
import type { Caisse } from '../../caisses/store.ts'
import { partsOf, withSiteLinks } from '../rules/page.ts'
import type { Published } from '../store/news.ts'
import { summaryOf } from './news-row.tsx'

/** News to follow from any reader (RFC 4287). Blocks are left out: a reader keeps what it read. */
export function atomOf({
  caisse,
  news,
  address,
  now,
}: {
  caisse: Caisse
  news: readonly Published[]
  address: (path: string) => string
  now: Date
}): string {
  const feed = new Feed({
    id: address('/actualites'),
    link: address('/actualites'),
    title: caisse.name,
    language: 'fr',
    copyright: caisse.name,
    generator: 'Tablée',
    updated: news.reduce(
      (last, { changedAt }) => (changedAt > last ? changedAt : last),
      news[0]?.changedAt ?? now,
    ),
    author: { name: caisse.name },
    feedLinks: { atom: address('/actualites.atom') },
  })
  for (const { id, slug, title, body, publishedAt, changedAt } of news)
    feed.addItem({
      id: `urn:uuid:${id}`,
      link: address(`/actualites/${slug}`),
      title,
      description: summaryOf(body),
      content: partsOf(body)
        .flatMap((part) =>
          'markdown' in part
            ? [markdownToHtml(withSiteLinks(part.markdown, address('').replace(/\/$/, '')))]
            : [],
        )
        .join('\n'),
      published: publishedAt,
      // Written before it was published: news since then.
      date: changedAt > publishedAt ? changedAt : publishedAt,
    })
  return feed.atom1()
}
