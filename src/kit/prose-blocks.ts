import { markdownTokens, type MarkdownToken } from './markdown.ts'

/** Words of one look. */
export type Run = { text: string; strong: boolean; emphasis: boolean; href: string | null }

/** What a Markdown text is made of, for what is not HTML: a PDF, a mail without HTML. */
export type ProseBlock = {
  kind: 'paragraph' | 'heading' | 'item' | 'code'
  /** Of a heading from 1; of an item, how deep its list stands, from 1. */
  level: number
  /** Before an item: `•`, or its number. */
  mark: string
  runs: Run[]
}

type List = { ordered: boolean; next: number }

export function proseBlocks(markdown: string): ProseBlock[] {
  const blocks: ProseBlock[] = []
  const lists: List[] = []
  let heading = 0
  let mark = ''
  for (const token of markdownTokens(markdown)) {
    if (token.type === 'heading_open') heading = Number(token.tag.slice(1))
    else if (token.type === 'heading_close') heading = 0
    else if (token.type === 'bullet_list_open') lists.push({ ordered: false, next: 1 })
    else if (token.type === 'ordered_list_open')
      lists.push({ ordered: true, next: Number(token.attrGet('start') ?? 1) })
    else if (token.type.endsWith('_list_close')) lists.pop()
    else if (token.type === 'list_item_open') mark = takeMark(lists.at(-1))
    else if (token.type === 'fence' || token.type === 'code_block')
      blocks.push({ kind: 'code', level: 1, mark: '', runs: [plain(token.content.trimEnd())] })
    else if (token.type === 'inline') {
      const runs = runsOf(token.children ?? [])
      if (heading > 0) blocks.push({ kind: 'heading', level: heading, mark: '', runs })
      else if (lists.length > 0) blocks.push({ kind: 'item', level: lists.length, mark, runs })
      else blocks.push({ kind: 'paragraph', level: 1, mark: '', runs })
      // A second paragraph of the same item stands under the first, without a mark of its own.
      mark = ''
    }
  }
  return blocks
}

const takeMark = (list: List | undefined): string => {
  if (!list?.ordered) return '•'
  list.next += 1
  return `${list.next - 1}.`
}

const plain = (text: string): Run => ({ text, strong: false, emphasis: false, href: null })

function runsOf(tokens: readonly MarkdownToken[]): Run[] {
  const runs: Run[] = []
  let [strong, emphasis]: [number, number] = [0, 0]
  let href: string | null = null
  for (const token of tokens) {
    if (token.type === 'strong_open') strong += 1
    else if (token.type === 'strong_close') strong -= 1
    else if (token.type === 'em_open') emphasis += 1
    else if (token.type === 'em_close') emphasis -= 1
    else if (token.type === 'link_open') href = String(token.attrGet('href') ?? '') || null
    else if (token.type === 'link_close') href = null
    else {
      const text = token.type === 'hardbreak' ? '\n' : token.type === 'softbreak' ? ' ' : token.content
      if (text !== '') runs.push({ text, strong: strong > 0, emphasis: emphasis > 0, href })
    }
  }
  return runs
}

/** As plain text, each address after its words: links stay links where there is no HTML. */
export const proseText = (markdown: string): string =>
  proseBlocks(markdown)
    .map(({ kind, level, mark, runs }) => {
      const words = runs
        .map(({ text, href }) => (href && !isSaid(text, href) ? `${text} (${href})` : text))
        .join('')
      if (kind !== 'item') return words
      const indent = '  '.repeat(level - 1)
      return `${indent}${mark === '' ? ' ' : mark} ${words}`
    })
    .reduce((text, words, index, all) => {
      const close = index > 0 && /^\s*(?:•|\d+\.) /.test(words) && /^\s*(?:•|\d+\.| ) /.test(all[index - 1]!)
      return index === 0 ? words : `${text}${close ? '\n' : '\n\n'}${words}`
    }, '')

/** Whether the words already say where they lead. */
const isSaid = (text: string, href: string): boolean =>
  href.replace(/^mailto:|^https?:\/\//, '').replace(/\/$/, '') ===
  text.replace(/^https?:\/\//, '').replace(/\/$/, '')
