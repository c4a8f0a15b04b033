import type { CaisseTx } from '../../db/db.ts'
import type { Translate } from '../../kit/i18n/translate.ts'
import type { Block, Paper } from '../../kit/pdf/paper.ts'
import { senderOf } from '../caisses/letterhead.ts'
import type { Caisse } from '../caisses/store.ts'
import { placeOf, whenOf } from './rules/when.ts'
import type { Meeting } from './store/meetings.ts'
import type { KeptMark } from './store/minutes.ts'

/** Minutes on paper: the same text as on the page, without the signs of Markdown. */
export async function minutesPaper(
  tx: CaisseTx,
  t: Translate,
  {
    caisse,
    meeting,
    sections,
    marks,
    at,
  }: {
    caisse: Caisse
    meeting: Meeting
    sections: readonly { title: string; text: string }[]
    marks: readonly KeptMark[]
    at: Date
  },
): Promise<Paper> {
  const decisions = marks.filter(({ kind }) => kind === 'decision')
  return {
    locale: t.locale,
    title: t('minutes.paper.title', { titleText: meeting.title }),
    sender: await senderOf(tx, caisse),
    at,
    sheets: [
      {
        title: t('minutes.paper.title', { titleText: meeting.title }),
        subtitle: `${whenOf(t, meeting, caisse.time_zone)}\n${placeOf(t, meeting)}`,
        blocks: [
          ...sections
            .filter(({ text }) => text.trim() !== '')
            .flatMap(({ title, text }): Block[] => [{ kind: 'heading', heading: title }, ...blocksOf(text)]),
          ...(decisions.length === 0
            ? []
            : ([
                { kind: 'heading', heading: t('minutes.decisions') },
                {
                  kind: 'list',
                  list: decisions.map(
                    ({ decisionNumber, text }) =>
                      `${t('minutes.decisionNumber', { number: decisionNumber ?? 0 })} ${plain(text)}`,
                  ),
                },
              ] satisfies Block[])),
        ],
      },
    ],
  }
}

/** Titles, lists and paragraphs; a line break inside a paragraph is a space, as on the page. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = []
  for (const part of markdown.split(/\n\s*\n/)) {
    let lines: string[] = []
    let items: string[] = []
    const flush = () => {
      if (lines.length > 0) blocks.push({ kind: 'text', text: plain(lines.join(' ')) })
      if (items.length > 0) blocks.push({ kind: 'list', list: items.map(plain) })
      lines = []
      items = []
    }
    for (const line of part.split('\n')) {
      const title = /^\s{0,3}#{1,6}\s+(.+)$/.exec(line)?.[1]
      const item = /^\s*(?:[-*+]|\d+[.)])\s+(.+)$/.exec(line)?.[1]
      if (title !== undefined) {
        flush()
        blocks.push({ kind: 'heading', heading: plain(title) })
      } else if (item !== undefined) {
        if (lines.length > 0) flush()
        items.push(item)
      } else if (line.trim() !== '') {
        if (items.length > 0) items[items.length - 1] += ` ${line.trim()}`
        else lines.push(line.trim())
      }
    }
    flush()
  }
  return blocks
}

const plain = (text: string): string =>
  text
    .replace(/\[([^\]]*)\]\(([^)\s]*)[^)]*\)/g, '$1 ($2)')
    .replace(/(\*\*|__)(.+?)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}])[*_](?!\s)(.+?)(?<!\s)[*_](?![\p{L}\p{N}])/gu, '$1')
    .replace(/`([^`]*)`/g, '$1')
    .trim()
