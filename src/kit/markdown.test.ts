import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { markdownToHtml, markdownToText } from './markdown.ts'

describe('a text written in Markdown', () => {
  test('keeps its titles under those of the page', () => {
    expect(markdownToHtml('# Ordre du jour\n\nLe **lieu** et la _date_.')).toBe(
      '<h2>Ordre du jour</h2>\n<p>Le <strong>lieu</strong> et la <em>date</em>.</p>\n',
    )
    expect(markdownToHtml('# Ordre du jour', { level: 3 })).toBe('<h3>Ordre du jour</h3>\n')
  })

  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[ici](javascript:alert(1))',
    '[ici](data:text/html;base64,PHNjcmlwdD4=)',
    '![](https://example.org/pixel.gif)',
    '[a](vbscript:x)',
  ])('%s does nothing', (hostile) => {
    const html = markdownToHtml(hostile)
    expect(html).not.toMatch(/<(script|img|iframe)|href="(javascript|data|vbscript):/i)
  })

  test('no text at all opens a tag of its own', () => {
    const allowed =
      /^<\/?(p|h[2-6]|em|strong|a|ul|ol|li|blockquote|code|pre|hr|br|s|table|thead|tbody|tr|th|td)( [^<>]*)?\/?>$/
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const [tag] of markdownToHtml(text).matchAll(/<[^>]*>/g)) expect(tag).toMatch(allowed)
      }),
    )
  })

  test('reads aloud without its marks', () => {
    expect(markdownToText('# Titre\n\nUn [lien](https://example.org) **fort**\net la suite.')).toBe(
      'Titre\n\nUn lien fort\net la suite.',
    )
  })
})
