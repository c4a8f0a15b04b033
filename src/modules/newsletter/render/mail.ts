import { h, type ComponentChildren, type VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { translator, type Translate } from '../../../kit/i18n/translate.ts'
import { markdownToHtml } from '../../../kit/markdown.ts'
import type { Item, Letter, Section } from '../rules/letter.ts'
import { letterText } from './text.ts'

/** Stands where each reader's own way out goes, so that a letter is drawn once for everybody. */
const LEAVE = 'https://sortie.invalid/'

export type DrawnMail = {
  /** The mail of one reader. */
  forReader(leaveHref: string): { html: string; text: string }
}

/** The letter as a mail. No picture counts who opens it, and no link passes through us. */
export async function drawMail(
  letter: Letter,
  { pictureHref }: { pictureHref: (sha256: string) => string },
): Promise<DrawnMail> {
  const t = translator(letter.language)
  const reason = t('newsletter.mail.reason', { nameText: letter.sender.name })
  const source = renderToString(mailOf(letter, t, reason, pictureHref))
  // Large, and only needed here: the application starts without it.
  const { default: mjml2html } = await import('mjml')
  // No font of elsewhere: nothing is fetched but the letter's own pictures.
  const { html, errors } = await mjml2html(source, { fonts: {}, keepComments: false, ignoreIncludes: true })
  if (errors.length > 0) throw new Error(`a letter does not draw: ${errors[0]!.formattedMessage}`)
  const text = letterText(letter, { reason, leaveHref: LEAVE })
  return {
    forReader: (leaveHref) => ({
      html: html.replaceAll(LEAVE, leaveHref),
      text: text.replaceAll(LEAVE, leaveHref),
    }),
  }
}

const FONT = "'Atkinson Hyperlegible Next', 'Atkinson Hyperlegible', Verdana, 'Segoe UI', Arial, sans-serif"

/** By daylight; the evening's colours stand in `EVENING`. */
const GROUND = '#f3ebd9'
const SURFACE = '#fffdf8'
const INK = '#231f19'
const SOFT = '#5e5547'
const GARDEN = '#175435'
const LINE = '#e4d9c3'

const PROSE = `
  .prose p, .prose ul, .prose ol { margin: 0 0 12px 0; }
  .prose li { margin: 0 0 6px 0; }
  .prose a, .way a, .foot a { color: ${GARDEN}; text-decoration: underline; }
  .prose h3, .prose h4 { margin: 16px 0 8px 0; font-size: 18px; line-height: 1.3; }
  .prose blockquote { margin: 0 0 12px 0; padding: 0 0 0 12px; border-left: 3px solid ${LINE}; }
  .prose pre { white-space: pre-wrap; font-family: monospace; }
  .title h1 { margin: 0; font-size: 28px; line-height: 1.2; }
  .section-title h2 { margin: 0; font-size: 21px; line-height: 1.3; color: ${GARDEN}; }
  .item-title h3 { margin: 0; font-size: 17px; line-height: 1.35; }
`

const EVENING = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (prefers-color-scheme: dark) {
    body, body > div, .ground, .ground > table { background: #1b1a15 !important; background-color: #1b1a15 !important; }
    .sheet, .sheet > table { background: #26241d !important; background-color: #26241d !important; }
    .ink div, .ink h1, .ink h3, .ink p, .ink li { color: #f5eee0 !important; }
    .soft div, .foot div { color: #c2b7a3 !important; }
    .section-title h2, .section-title div { color: #93d4ab !important; }
    .prose a, .way a, .foot a { color: #93d4ab !important; }
    .item > table > tbody > tr > td, .item td.item-edge { border-color: #3d392f !important; }
  }
`

type Attributes = Readonly<Record<string, string>>
const tag = (name: string, attributes: Attributes, ...children: ComponentChildren[]): VNode =>
  h(name, attributes, ...children)

/** HTML of ours, or what `markdownToHtml` made safe. */
const written = (html: string, attributes: Attributes): VNode =>
  h('mj-text', { ...attributes, dangerouslySetInnerHTML: { __html: html } })

const escaped = (text: string): string => renderToString(h('b', null, text)).slice(3, -4)

/** Addresses stand in attributes: quotes are escaped besides. */
const anchor = (href: string, label: string): string =>
  `<a href="${escaped(href).replaceAll('"', '&quot;')}">${escaped(label)}</a>`

function mailOf(
  letter: Letter,
  t: Translate,
  reason: string,
  pictureHref: (sha256: string) => string,
): VNode {
  const { number, title, summary, language, sections, sender, href } = letter
  return tag(
    'mjml',
    { lang: language, dir: 'ltr' },
    tag(
      'mj-head',
      {},
      tag('mj-title', {}, title),
      tag('mj-preview', {}, summary === '' ? title : summary),
      tag(
        'mj-attributes',
        {},
        tag('mj-all', { 'font-family': FONT }),
        tag('mj-text', { 'font-size': '16px', 'line-height': '1.55', color: INK, padding: '6px 20px' }),
        tag('mj-image', { padding: '6px 20px', align: 'left' }),
        tag('mj-section', { padding: '0' }),
      ),
      h('mj-style', { inline: 'inline', dangerouslySetInnerHTML: { __html: PROSE } }),
      h('mj-style', { dangerouslySetInnerHTML: { __html: EVENING } }),
    ),
    tag(
      'mj-body',
      { 'background-color': GROUND, 'css-class': 'ground', width: '620px' },
      band(
        'ground',
        GROUND,
        tag(
          'mj-text',
          { 'css-class': 'soft', color: SOFT, 'font-size': '14px', padding: '20px 20px 8px' },
          `${sender.name} · ${t('newsletter.issue', { number })}`,
        ),
      ),
      band(
        'sheet',
        SURFACE,
        written(`<h1>${escaped(title)}</h1>`, { 'css-class': 'title ink', padding: '24px 20px 6px' }),
        ...(summary === '' ? [] : [tag('mj-text', { 'css-class': 'soft', color: SOFT }, summary)]),
        written(anchor(href, t('newsletter.mail.readOnline')), { 'css-class': 'way', 'font-size': '14px' }),
        tag('mj-spacer', { height: '8px' }),
      ),
      ...sections.map((section) => sectionOf(section, pictureHref)),
      band(
        'ground',
        GROUND,
        written(
          [
            `<p style="margin:0 0 10px">${escaped(reason)}</p>`,
            `<p style="margin:0 0 10px">${anchor(LEAVE, t('newsletter.mail.leave'))}</p>`,
            `<p style="margin:0">${[sender.name, ...sender.lines].map(escaped).join('<br>')}</p>`,
          ].join(''),
          { 'css-class': 'foot', color: SOFT, 'font-size': '13px', padding: '20px' },
        ),
      ),
    ),
  )
}

const band = (look: string, colour: string, ...children: VNode[]): VNode =>
  tag('mj-section', { 'background-color': colour, 'css-class': look }, tag('mj-column', {}, ...children))

function sectionOf({ title, text, picture, items }: Section, pictureHref: (sha256: string) => string): VNode {
  const parts: VNode[] = []
  if (title !== '')
    parts.push(
      written(`<h2>${escaped(title)}</h2>`, {
        'css-class': 'section-title',
        color: GARDEN,
        padding: '20px 20px 4px',
      }),
    )
  if (picture !== null)
    parts.push(
      tag('mj-image', { src: pictureHref(picture.sha256), alt: picture.alt, 'border-radius': '8px' }),
    )
  if (text !== '') parts.push(written(markdownToHtml(text, { level: 3 }), { 'css-class': 'prose ink' }))
  for (const item of items) parts.push(...itemOf(item))
  return band('sheet', SURFACE, ...parts, tag('mj-spacer', { height: '12px' }))
}

function itemOf({ title, facts, text, link }: Item): VNode[] {
  const html = [
    `<h3>${escaped(title)}</h3>`,
    ...facts.map((fact) => `<p style="margin:2px 0 0">${escaped(fact)}</p>`),
  ].join('')
  return [
    written(html, { 'css-class': 'item-title ink', padding: '10px 20px 4px' }),
    ...(text === '' ? [] : [written(markdownToHtml(text, { level: 4 }), { 'css-class': 'prose ink' })]),
    ...(link === null
      ? []
      : [written(anchor(link.href, link.label), { 'css-class': 'way', padding: '2px 20px 8px' })]),
  ]
}
