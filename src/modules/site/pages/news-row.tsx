import { markdownToText } from '../../../kit/markdown.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { dayAt } from '../../../kit/month.ts'
import { RowLink } from '../../../kit/ui/navigation.tsx'
import type { Published } from '../store/news.ts'

const SUMMARY = 160

/** The first words of a text, cut between two of them. */
export function summaryOf(body: string): string {
  const text = markdownToText(body).replace(/\s+/g, ' ').trim()
  if (text.length <= SUMMARY) return text
  const cut = text.slice(0, SUMMARY)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), SUMMARY / 2))}…`
}

export function NewsRow({
  t,
  slug,
  timeZone,
  news,
}: {
  t: Translate
  slug: string
  timeZone: string
  news: Published
}) {
  return (
    <RowLink
      href={`/c/${slug}/actualites/${news.slug}`}
      icon="announce"
      title={news.title}
      text={
        <>
          <span class="row-line">
            {[t.day(dayAt(news.publishedAt, timeZone)), news.territoryName].filter(Boolean).join(' · ')}
          </span>
          <span class="row-line">{summaryOf(news.body)}</span>
        </>
      }
    />
  )
}
