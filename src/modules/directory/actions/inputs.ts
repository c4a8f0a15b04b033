import { z } from 'zod'
import type { Gesture } from '../../../kit/gesture.ts'
import { dayAt, type Day } from '../../../kit/month.ts'
import { isPlainText, Line } from '../../../kit/input.ts'
import type { CaisseTx } from '../../../db/db.ts'
import { getCaisse } from '../../caisses/store.ts'
import { EMAIL, PHONE } from '../../people/rules/text.ts'
import { areFewTags, readTags } from '../rules/contact-file.ts'

/** Who keeps the address book. */
export const KEEPERS = ['coordinator', 'administrator'] as const

export const Text = Line(120)
const Empty = z.literal('').transform(() => null)
const mailOrNone = Empty.or(z.string().trim().regex(EMAIL, 'email').max(200))
const phoneOrNone = Empty.or(z.string().trim().regex(PHONE, 'phone'))

/** Left out and left empty are alike in a form. */
export const Email = z.string().trim().default('').pipe(mailOrNone)
export const Phone = z.string().trim().default('').pipe(phoneOrNone)
export const Id = Empty.or(z.uuid()).default(null)
export const Tags = z
  .string()
  .max(1_000)
  .refine(isPlainText, 'text')
  .default('')
  .transform(readTags)
  .refine(areFewTags, 'tags')

/** The day it is for the caisse. */
export async function todayOf(tx: CaisseTx, { now }: Pick<Gesture, 'now'>): Promise<Day> {
  return dayAt(now, (await getCaisse(tx, tx.caisseId)).time_zone)
}
