import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture, InputError, lockCaisse } from '../../../kit/gesture.ts'
import { LOCALES } from '../../../kit/i18n/locale.ts'
import { translator } from '../../../kit/i18n/translate.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { AMOUNT } from '../../identity/outbox.ts'
import { storeFile } from '../../documents/files.ts'
import { isSubjectKind, KINDS, moved, refusalToEdit } from '../rules/letter.ts'
import { choicesFor } from '../store/sources.ts'
import {
  deleteBlock,
  deleteIssue,
  findIssue,
  insertIssue,
  listBlocks,
  placeBlocks,
  saveBlock,
  saveHead,
  touch,
  type Block,
  type Issue,
} from '../store/letters.ts'
import { Lines, OneLine, TEAM } from './input.ts'

const Head = z.object({
  number: z
    .string()
    .trim()
    .regex(/^[1-9]\d{0,4}$/, 'number')
    .transform(Number),
  title: OneLine(150)
    .min(1, 'required')
    .refine((title) => !AMOUNT.test(title), 'letter_amount'),
  summary: OneLine(250).default(''),
  language: z.enum(LOCALES).default('fr'),
})

/** A new letter; `fromId`: with the blocks of another, to be changed. */
export const StartLetter = Head.extend({ fromId: z.uuid().optional() })

export const startLetter = gesture(
  'start_letter',
  TEAM,
  StartLetter,
  async (tx, { app, now, about }, { fromId, ...head }) => {
    await lockCaisse(tx, 'numbering')
    const id = app.newId()
    await insertIssue(tx, { id, ...head }, now)
    if (fromId !== undefined) {
      await findIssue(tx, fromId)
      for (const block of await listBlocks(tx, fromId)) await saveBlock(tx, id, { ...block, id: app.newId() })
    }
    about(id)
    return { letterId: id }
  },
)

export const ChangeHead = Head.extend({ letterId: z.uuid() })

export const changeHead = gesture(
  'change_letter',
  TEAM,
  ChangeHead,
  async (tx, { now, about }, { letterId, ...head }) => {
    about(letterId)
    await draft(tx, letterId)
    await lockCaisse(tx, 'numbering')
    await saveHead(tx, { id: letterId, ...head }, now)
  },
)

export const dropLetter = gesture(
  'drop_letter',
  TEAM,
  z.object({ letterId: z.uuid() }),
  async (tx, { about }, { letterId }) => {
    about(letterId)
    await draft(tx, letterId)
    await deleteIssue(tx, letterId)
  },
)

export const KeepBlock = z.object({
  letterId: z.uuid(),
  /** Without one it is new, at the letter's end. */
  blockId: z.uuid().optional(),
  kind: z.enum(KINDS),
  title: OneLine(150).default(''),
  body: Lines(20_000).default(''),
  subjectId: z.string().default(''),
  picture: z.instanceof(Uint8Array).optional(),
  alt: OneLine(300).default(''),
})

type Kept = z.output<typeof KeepBlock>

export const keepBlock = gesture(
  'keep_letter_block',
  TEAM,
  KeepBlock,
  async (tx, { app, now, about }, input) => {
    const { letterId, kind, title, body } = input
    about(letterId)
    await draft(tx, letterId)
    const before = (await listBlocks(tx, letterId)).find(({ id }) => id === input.blockId)
    if (input.blockId !== undefined && before?.kind !== kind) throw new Refusal('unknown_block', {}, 404)
    if (kind === 'text' && title === '' && body === '') throw missing('body')
    const block: Block = {
      id: before?.id ?? app.newId(),
      kind,
      title,
      body,
      subjectId: isSubjectKind(kind) ? await chosen(tx, kind, input.subjectId, before, now) : null,
      ...(kind === 'picture' ? await pictureOf(tx, now, input, before) : { picture: null, alt: '' }),
    }
    await saveBlock(tx, letterId, block)
    await touch(tx, letterId, now)
    return { blockId: block.id }
  },
)

const missing = (field: string) => new InputError([{ field, message: 'required' }])

/** One of what the page proposes, or what the block shows already, though it is past. */
async function chosen(
  tx: CaisseTx,
  kind: Parameters<typeof choicesFor>[1],
  subjectId: string,
  before: Block | undefined,
  now: Date,
): Promise<string> {
  if (subjectId === '') throw missing('subjectId')
  const known =
    subjectId === before?.subjectId || (await choicesFor(tx, kind, now)).some(({ id }) => id === subjectId)
  if (!known) throw new InputError([{ field: 'subjectId', message: 'choice' }])
  return subjectId
}

async function pictureOf(
  tx: CaisseTx,
  now: Date,
  { picture, alt }: Kept,
  before: Block | undefined,
): Promise<Pick<Block, 'picture' | 'alt'>> {
  if (alt === '') throw missing('alt')
  if (picture === undefined || picture.length === 0) {
    if (!before?.picture) throw missing('picture')
    return { picture: before.picture, alt }
  }
  const { sha256, mediaType } = await storeFile(tx, now, picture)
  if (!mediaType.startsWith('image/')) throw new Refusal('picture_unreadable')
  return { picture: sha256, alt }
}

const OneBlock = z.object({ letterId: z.uuid(), blockId: z.uuid() })

export const moveBlock = gesture(
  'move_letter_block',
  TEAM,
  OneBlock.extend({ to: z.enum(['up', 'down']) }),
  async (tx, { now, about }, { letterId, blockId, to }) => {
    about(letterId)
    await draft(tx, letterId)
    const blocks = moved(await listBlocks(tx, letterId), blockId, to === 'up' ? -1 : 1)
    await placeBlocks(
      tx,
      letterId,
      blocks.map(({ id }) => id),
    )
    await touch(tx, letterId, now)
  },
)

export const removeBlock = gesture(
  'remove_letter_block',
  TEAM,
  OneBlock,
  async (tx, { now, about }, { letterId, blockId }) => {
    about(letterId)
    await draft(tx, letterId)
    await deleteBlock(tx, letterId, blockId)
    await touch(tx, letterId, now)
  },
)

/** The letter while it may be changed, held until the gesture is done. */
async function draft(tx: CaisseTx, id: string): Promise<Issue> {
  const issue = await findIssue(tx, id, { lock: true })
  refuse(refusalToEdit(issue.status))
  return issue
}

/** « Lettre n° 4 – Titre », as mailboxes list it. */
export const subjectOf = ({
  number,
  title,
  language,
}: Pick<Issue, 'number' | 'title' | 'language'>): string =>
  translator(language)('newsletter.mail.subject', { number, titleText: title })
