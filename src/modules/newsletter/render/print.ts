import encodeQR from 'qr'
import { translator } from '../../../kit/i18n/translate.ts'
import { renderPdf } from '../../../kit/pdf/render.ts'
import { proseBlocks } from '../../../kit/prose-blocks.ts'
import type { Letter } from '../rules/letter.ts'
import type { PaperRecipient } from '../store/deliveries.ts'

export const FORMATS = ['a4', 'a5'] as const
export type Format = (typeof FORMATS)[number]

const PROGRAM = `
#import "/tablee.typ": *
#import "/prose.typ": *
#let small = data.format == "a5"

#set document(title: data.title, author: data.sender.name, date: stamp-of(data.at))
#set page(
  paper: data.format,
  margin: if small { (top: 12mm, bottom: 15mm, x: 13mm) } else { (top: 18mm, bottom: 20mm, x: 22mm) },
  footer: { set text(8pt, fill: soft); lines(data.footer) },
)
#set text(font: fonts, size: if small { 9.5pt } else { 11pt }, fill: ink, lang: data.lang, hyphenate: false)
#set par(leading: 0.62em, spacing: 0.95em)
#show heading.where(level: 1): set text(if small { 17pt } else { 22pt }, weight: "bold")
#show heading.where(level: 1): set block(above: 0pt, below: 3mm)
#show heading.where(level: 2): set text(if small { 12.5pt } else { 15pt }, weight: "bold", fill: garden)
#show heading.where(level: 2): set block(above: 8mm, below: 3mm)
#show heading.where(level: 3): set text(if small { 10pt } else { 11.5pt }, weight: "bold")
#show heading.where(level: 3): set block(above: 5mm, below: 2mm)

#let item-of(item) = block(breakable: item.text.len() > 3, width: 100%, inset: (left: 4mm), stroke: (left: 1.2pt + rule-colour), above: 4mm, below: 4mm, {
  block(above: 0pt, below: 1.5mm, breakable: false, heading(level: 3, lines(item.title)))
  for fact in item.facts { block(above: 1.8mm, below: 1.8mm, text(fill: soft, lines(fact))) }
  prose(item.text, level: 4)
  if item.link != none {
    block(above: 1.5mm, below: 0pt, link(item.link.href, {
      if item.link.said == none { underline(lines(item.link.label)) } else { lines(item.link.label); linebreak(); text(if small { 7.5pt } else { 8.5pt }, fill: soft, item.link.said) }
    }))
  }
})

#let section-of(section) = {
  if section.title != "" { heading(level: 2, lines(section.title)) }
  if section.picture != none { block(above: 3mm, below: 4mm, image(section.picture.path, alt: section.picture.alt, width: if small { 100% } else { 75% })) }
  prose(section.text)
  for item in section.items { item-of(item) }
}

#let copy(recipient) = {
  head-of(data.sender)
  if recipient != none { recipient-of(recipient); v(46mm) } else { v(6mm) }
  block(above: 0pt, below: 3.5mm, text(fill: soft, lines(data.issue)))
  heading(level: 1, lines(data.title))
  if data.summary != "" { block(above: 4.5mm, below: 5mm, text(if small { 11pt } else { 13pt }, fill: soft, lines(data.summary))) }
  for each in data.sections { section-of(each) }
  block(above: 9mm, breakable: false, grid(
    columns: (auto, 1fr),
    column-gutter: 5mm,
    align: (start, start + horizon),
    image(bytes(data.qr), format: "svg", alt: data.web, width: if small { 22mm } else { 28mm }),
    { lines(data.web); linebreak(); text(if small { 8pt } else { 9pt }, fill: soft, lines(data.href)) },
  ))
}

#for (place, recipient) in data.recipients.enumerate() {
  if place > 0 { pagebreak() }
  copy(recipient)
}
`

export type Picture = { sha256: string; jpeg: Uint8Array }

/** The letter on paper: as it is for everybody, or a copy for each who receives it by post or by hand. */
export function printLetter(
  letter: Letter,
  {
    format,
    pictures,
    at,
    recipients,
  }: { format: Format; pictures: readonly Picture[]; at: Date; recipients?: readonly PaperRecipient[] },
) {
  const t = translator(letter.language)
  const path = (sha256: string) => `/${sha256}.jpg`
  return renderPdf(
    PROGRAM,
    {
      format,
      lang: letter.language,
      title: letter.title,
      issue: t('newsletter.issue', { number: letter.number }),
      summary: letter.summary,
      sender: letter.sender,
      footer: [letter.sender.name, t('newsletter.issue', { number: letter.number })].join(' · '),
      at: [
        at.getUTCFullYear(),
        at.getUTCMonth() + 1,
        at.getUTCDate(),
        at.getUTCHours(),
        at.getUTCMinutes(),
        at.getUTCSeconds(),
      ],
      sections: letter.sections.map(({ title, text, picture, items }) => ({
        title,
        text: proseBlocks(text),
        picture: picture && { path: path(picture.sha256), alt: picture.alt },
        items: items.map((item) => ({
          title: item.title,
          facts: item.facts,
          text: proseBlocks(item.text),
          link: item.link && {
            ...item.link,
            said: item.link.href.startsWith('mailto:') ? null : item.link.href,
          },
        })),
      })),
      qr: encodeQR(letter.href, 'svg', { border: 2, ecc: 'medium' }),
      web: t('newsletter.print.onTheWeb'),
      href: letter.href,
      recipients: (recipients ?? [null]).map((recipient) => recipient && linesOf(recipient)),
    },
    pictures.map(({ sha256, jpeg }) => [path(sha256), jpeg] as const),
  )
}

const linesOf = ({ name, address }: PaperRecipient): string[] =>
  [name, ...address.split('\n')].map((line) => line.trim()).filter((line) => line !== '')
