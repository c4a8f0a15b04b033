import encodeQR from 'qr'
import { renderPdf } from '../../kit/pdf/render.ts'
import type { Caisse } from '../caisses/store.ts'
import { sayWhen, sideOf } from './rules/poster.ts'
import type { Poster } from './store/posters.ts'

/**
 * Everything is measured in parts of the sheet's width, so that the poster is the same from A6 to A3; what would not
 * fit, in height or because of a long word, is written smaller.
 */
const PROGRAM = `#import "/tablee.typ": *
#let width = if data.format == "a3" { 297mm } else if data.format == "a4" { 210mm } else if data.format == "a5" { 148mm } else { 105mm }
#let unit = width / 100
#set document(title: data.title, author: data.sender.name, date: stamp-of(data.at))
#set page(paper: data.format, margin: (x: 7 * unit, top: 8 * unit, bottom: 7 * unit), footer: none)
#set text(font: fonts, fill: ink, hyphenate: false)
#set par(leading: 0.55em, spacing: 0.8em)
#let gutter = 6 * unit
#let side-of(each) = if each.side == "rtl" { rtl } else { ltr }
#let of(each, scale) = [
  #set text(lang: each.language, dir: side-of(each))
  #set align(start)
  #block(below: 4 * unit * scale, {
    show heading.where(level: 1): set text(size: 11.5 * scale * unit, weight: "bold", fill: garden)
    show heading.where(level: 1): set block(below: 0pt, above: 0pt)
    heading(level: 1, lines(each.title))
  })
  #if each.when != none { block(below: 3.5 * unit * scale, text(size: 5 * scale * unit, weight: "bold", lines(each.when))) }
  #text(size: 4.6 * scale * unit, each.paragraphs.map(lines).join(parbreak()))
]
#let body(scale) = if data.texts.len() == 1 { of(data.texts.first(), scale) } else {
  grid(columns: (1fr, 1fr), column-gutter: gutter, ..data.texts.map(each => of(each, scale)))
}
#let widest(scale) = calc.max(..data.words.map(word => measure(text(size: 11.5 * scale * unit, weight: "bold", word)).width))
#let fits(scale, room) = {
  let column = if data.texts.len() == 1 { room.width } else { (room.width - gutter) / 2 }
  widest(scale) <= column and measure(block(width: room.width, body(scale))).height <= room.height
}
#grid(rows: (auto, 1fr, auto), row-gutter: 5 * unit,
  grid(columns: (auto, 1fr), column-gutter: 3 * unit, align: horizon,
    mark(11 * unit),
    text(size: 4.4 * unit, weight: "bold", data.sender.name)),
  layout(room => {
    let scales = (1, 0.9, 0.8, 0.7, 0.6, 0.52, 0.45, 0.38, 0.32, 0.27)
    let fitting = scales.find(scale => fits(scale, room))
    body(if fitting == none { scales.last() } else { fitting })
  }),
  grid(columns: (27 * unit, 1fr), column-gutter: 4 * unit, align: horizon,
    box(fill: white, image(bytes(data.qr), format: "svg", width: 27 * unit, alt: data.alt)),
    {
      for each in data.texts.filter(each => each.call != "") {
        block(below: 2.4 * unit, text(size: 3.8 * unit, weight: "bold", lang: each.language, dir: side-of(each), each.call))
      }
      text(size: 2.6 * unit, fill: soft, data.link)
    }),
)
`

/** What is written beside the square, in the languages of our own screens; elsewhere the address says it. */
export type Calls = (language: string) => string

/** A sheet to pin up, to hand out or to slip under a door: tagged, and right to left where its language is. */
export function posterPdf(
  poster: Poster,
  {
    caisse,
    sender,
    link,
    calls,
    alt,
  }: { caisse: Caisse; sender: { name: string }; link: string; calls: Calls; alt: string },
): Promise<Uint8Array<ArrayBuffer>> {
  const at = poster.changedAt
  return renderPdf(PROGRAM, {
    format: poster.format,
    title: poster.texts[0]!.title,
    lang: poster.texts[0]!.language,
    sender: { name: sender.name },
    at: [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes(), 0],
    texts: poster.texts.map(({ language, title, text }) => ({
      language: language.split('-')[0],
      side: sideOf(language),
      title,
      paragraphs: text.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== ''),
      when: poster.startsAt
        ? [sayWhen(language, poster.startsAt, caisse.time_zone), poster.place].filter(Boolean).join('\n')
        : null,
      call: calls(language),
    })),
    words: poster.texts.flatMap(({ title }) => title.split(/\s+/)),
    qr: encodeQR(link, 'svg', { border: 2, ecc: 'medium' }),
    alt,
    link,
  })
}
