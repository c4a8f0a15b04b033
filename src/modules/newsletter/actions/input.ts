import { z } from 'zod'
import { isPlainText, orNull } from '../../../kit/input.ts'
import { EMAIL } from '../../people/rules/text.ts'
import { PARTS } from '../rules/letter.ts'

export const TEAM = ['coordinator', 'administrator'] as const

/** Text on one line: nothing in it can begin another header of a mail. */
export const OneLine = (longest: number) => z.string().trim().max(longest).refine(isPlainText, 'one_line')

export const Lines = (longest: number) =>
  z
    .string()
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .refine((text) => text.length <= longest, 'too_long')

export const Email = z.string().trim().max(200).regex(EMAIL, 'email')

/** What somebody says of themselves when they ask for the letter. */
export const Asking = z.object({
  name: OneLine(100).default(''),
  territoryId: orNull(z.uuid()).default(null),
  part: z.enum(PARTS).default('other'),
})
