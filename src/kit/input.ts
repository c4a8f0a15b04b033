import { z } from 'zod'

// oxlint-disable-next-line no-control-regex
const UNSTORABLE = /[\u0000-\u001f\u007f\ud800-\udfff]/u

/** Nothing that cannot be stored as it is (NUL, half a surrogate pair) or shown on one line (controls). */
export const isPlainText = (text: string): boolean => !UNSTORABLE.test(text)

/** Words on one line; empty unless `.min(1)` is added. */
export const Line = (longest: number) => z.string().trim().max(longest).refine(isPlainText, 'text')

/** A field left empty, or nothing from code, is null. */
export const orNull = <T extends z.ZodType>(schema: T) =>
  z.union([z.literal('').transform(() => null), z.null(), schema])
