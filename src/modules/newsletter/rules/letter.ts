import { z } from 'zod'
import { Refusal } from '../../../kit/refusal.ts'

export const KINDS = [
  'text',
  'picture',
  'meeting',
  'poll',
  'group',
  'milestone',
  'calendar',
  'news',
  'sister',
  'publication',
  'funding',
  'contacts',
] as const
export type Kind = (typeof KINDS)[number]

/** Those that show one thing which somebody chooses. */
export const SUBJECT_KINDS = [
  'meeting',
  'poll',
  'group',
  'milestone',
  'news',
  'sister',
  'publication',
] as const satisfies readonly Kind[]
export type SubjectKind = (typeof SUBJECT_KINDS)[number]

export const isSubjectKind = (kind: string): kind is SubjectKind =>
  SUBJECT_KINDS.some((each) => each === kind)

export const PARTS = ['resident', 'partner', 'other'] as const
export type Part = (typeof PARTS)[number]

export type Status = 'draft' | 'scheduled' | 'sending' | 'stopped' | 'sent'

/** What may follow what. */
const NEXT: Record<Status, readonly Status[]> = {
  draft: ['scheduled'],
  scheduled: ['draft', 'sending'],
  sending: ['stopped', 'sent'],
  stopped: ['sending'],
  sent: [],
}

export function refusalToMove(from: Status, to: Status): Refusal | null {
  return NEXT[from].includes(to) ? null : new Refusal(`letter_${from}`, {}, 409)
}

export const refusalToEdit = (status: Status): Refusal | null =>
  status === 'draft' ? null : new Refusal(`letter_${status}`, {}, 409)

/** One thing told: it reads the same on the web, by mail and on paper. */
const Item = z.object({
  title: z.string(),
  /** Short lines: a day, a place, a number to call. */
  facts: z.array(z.string()),
  /** Markdown. */
  text: z.string(),
  link: z.object({ href: z.string(), label: z.string() }).nullable(),
})
export type Item = z.output<typeof Item>

const Section = z.object({
  id: z.string(),
  title: z.string(),
  /** Markdown. */
  text: z.string(),
  picture: z.object({ sha256: z.string(), alt: z.string() }).nullable(),
  items: z.array(Item),
})
export type Section = z.output<typeof Section>

/** A whole issue, with all that it pulled in: three drawings are made of it. */
export const Letter = z.object({
  number: z.int(),
  title: z.string(),
  summary: z.string(),
  language: z.enum(['fr', 'en']),
  sections: z.array(Section),
  sender: z.object({ name: z.string(), lines: z.array(z.string()) }),
  /** Where it is read on the web. */
  href: z.string(),
  /** Where one asks for the letter. */
  subscribeHref: z.string(),
})
export type Letter = z.output<typeof Letter>

/** Its own links, where the installation is now: it may have moved since the letter left. */
export function relocated(letter: Letter, address: string): Letter {
  const { origin } = new URL(letter.href)
  if (origin === address) return letter
  return Letter.parse(JSON.parse(JSON.stringify(letter).replaceAll(`${origin}/c/`, `${address}/c/`)))
}

/** A letter leaves once it says something. */
export function refusalToSend(letter: Pick<Letter, 'sections'>, recipients: number): Refusal | null {
  if (letter.sections.length === 0) return new Refusal('letter_empty')
  if (recipients === 0) return new Refusal('letter_to_nobody')
  return null
}

/** A place in the list after one step up or down; the ends stay. */
export function moved<T extends { id: string }>(blocks: readonly T[], id: string, step: -1 | 1): T[] {
  const from = blocks.findIndex((block) => block.id === id)
  const to = from + step
  if (from === -1 || to < 0 || to >= blocks.length) return [...blocks]
  const next = [...blocks]
  next.splice(to, 0, ...next.splice(from, 1))
  return next
}
