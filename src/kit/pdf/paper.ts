import type { Locale } from '../i18n/locale.ts'
import { renderPdf } from './render.ts'

export type Column = {
  label: string
  /** Amounts stand at the end of their column. */
  align?: 'end'
  /** A share of the width that is left; as wide as its content without one. */
  width?: number
}

/** What documents are made of. All texts are plain: a line break is the only thing read in them. */
export type Block =
  | { kind: 'text'; text: string; strong?: boolean }
  | { kind: 'heading'; heading: string }
  | { kind: 'facts'; facts: readonly (readonly [label: string, value: string])[] }
  /** The same, with figures that stand one under the other at the end of their line. */
  | { kind: 'amounts'; amounts: readonly (readonly [label: string, value: string])[] }
  | {
      kind: 'table'
      columns: readonly Column[]
      rows: readonly (readonly string[])[]
      /** The last line, in bold: one cell a column. */
      total?: readonly string[]
    }
  | { kind: 'amount'; amount: { label: string; value: string } }
  | { kind: 'notice'; notice: string }
  | { kind: 'fine'; fine: string }
  | { kind: 'list'; list: readonly string[] }
  /** One box a person: signed already (`detail` says when), or to sign by hand. */
  | { kind: 'signatures'; signatures: readonly { label: string; name: string; detail?: string }[] }
  /** An SVG of ours, such as a QR code; width in millimetres. */
  | { kind: 'drawing'; svg: string; alt: string; width: number }

export type Sheet = {
  /** Where it is not the paper's: each letter of a batch in the language of whoever reads it. */
  lang?: Locale
  /** Lines of the address, in the window of an envelope: the sheet is a letter. */
  recipient?: readonly string[]
  /** « Nantes, le 24 novembre 2026 » */
  place?: string
  title: string
  subtitle?: string
  blocks: readonly Block[]
}

export type Paper = {
  locale: Locale
  /** What a PDF reader shows in its window. */
  title: string
  sender: {
    name: string
    lines?: readonly string[]
    /** At the head of every page: that none of this is for real. */
    band?: string
  }
  footer?: string
  /** When it was made: the same paper made again at that instant is the same file, byte for byte. */
  at: Date
  /** Each begins on a page of its own: one statement, or the letters of a whole caisse. */
  sheets: readonly Sheet[]
}

const PROGRAM = '#import "/tablee.typ": *\n#paper()\n'

/** A document of titles, facts, tables and letters as an accessible (tagged) PDF. */
export function printPaper({ locale, title, sender, footer = '', at, sheets }: Paper) {
  return renderPdf(PROGRAM, {
    lang: locale,
    title,
    sender: { name: sender.name, lines: sender.lines ?? [], band: sender.band ?? '' },
    footer,
    at: [
      at.getUTCFullYear(),
      at.getUTCMonth() + 1,
      at.getUTCDate(),
      at.getUTCHours(),
      at.getUTCMinutes(),
      at.getUTCSeconds(),
    ],
    sheets: sheets.map((sheet) => ({
      recipient: null,
      place: null,
      subtitle: null,
      lang: locale,
      ...sheet,
      blocks: sheet.blocks.map(complete),
    })),
  })
}

/** The typst program reads every field: those left out are said to be absent. */
function complete(block: Block) {
  switch (block.kind) {
    case 'text':
      return { ...block, strong: block.strong ?? false }
    case 'table':
      return {
        ...block,
        total: block.total ?? null,
        columns: block.columns.map((column) => ({ align: null, width: null, ...column })),
      }
    case 'signatures':
      return { ...block, signatures: block.signatures.map((person) => ({ detail: null, ...person })) }
    default:
      return block
  }
}
