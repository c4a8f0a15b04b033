import markdownIt from 'markdown-it'

const OPTIONS = { html: false, linkify: true, typographer: true, quotes: '«»‘’' }

/** One reader per depth: a text under a page's title begins its own titles one level lower. */
const readers = new Map<number, ReturnType<typeof markdownIt>>()

function readerFrom(level: number) {
  const known = readers.get(level)
  if (known) return known
  const reader = markdownIt(OPTIONS)
  // Pictures come from the caisse's own files, never from an address that somebody typed.
  reader.disable('image')
  reader.core.ruler.push('lower_titles', ({ tokens }) => {
    for (const token of tokens)
      if (token.type === 'heading_open' || token.type === 'heading_close')
        token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + level - 1)}`
  })
  reader.renderer.rules['link_open'] = (tokens, index, options, _env, self) => {
    tokens[index]!.attrSet('rel', 'noopener nofollow')
    return self.renderToken(tokens, index, options)
  }
  readers.set(level, reader)
  return reader
}

/**
 * Safe HTML of what somebody wrote in Markdown: no HTML of theirs passes, no `javascript:` link, no picture from
 * elsewhere. `level`: the level of its first titles.
 */
export const markdownToHtml = (markdown: string, { level = 2 } = {}): string =>
  readerFrom(level).render(markdown)

export type MarkdownToken = ReturnType<ReturnType<typeof markdownIt>['parse']>[number]

/** What the text is made of, for what is not drawn as HTML. */
export const markdownTokens = (markdown: string): MarkdownToken[] => readerFrom(1).parse(markdown, {})

/** What is left of a Markdown text when read aloud: for mails without HTML, for search, for summaries. */
export function markdownToText(markdown: string): string {
  return readerFrom(2)
    .parse(markdown, {})
    .flatMap((token) => {
      if (token.type === 'inline')
        return [
          (token.children ?? [])
            .map((child) => (child.type === 'softbreak' || child.type === 'hardbreak' ? '\n' : child.content))
            .join(''),
        ]
      return token.type === 'fence' || token.type === 'code_block' ? [token.content.trimEnd()] : []
    })
    .join('\n\n')
}
