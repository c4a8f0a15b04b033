import { Refusal } from '../../../kit/refusal.ts'

/** A page that was not heard of for that long has put its pen down. */
export const PEN_MINUTES = 3

/** One writer's savings within that time are one version: what is kept are changes of hand and of moment. */
export const SAME_VERSION_MINUTES = 10

export const DEFAULT_SECTIONS = ['present', 'discussed', 'decided', 'next'] as const

export type Pen = { writer: string | null; writerSeen: Date | null }

/** Whether somebody else is writing right now. */
export const isHeldByOther = ({ writer, writerSeen }: Pen, accountId: string | null, now: Date): boolean =>
  writer !== null &&
  writer !== accountId &&
  writerSeen !== null &&
  writerSeen.getTime() > now.getTime() - PEN_MINUTES * 60_000

export type Saving = Pen & { version: number; body: string }

/** Where a text goes: into the section, or beside it, where nothing of it is lost. */
export function whereToSave(
  section: Saving,
  { accountId, base, body, now }: { accountId: string | null; base: number; body: string; now: Date },
): 'same' | 'section' | 'aside' {
  if (section.body === body) return 'same'
  if (section.version !== base || isHeldByOther(section, accountId, now)) return 'aside'
  return 'section'
}

/** A beginning for whoever joins two texts: the section as it is, then each line of the other that it does not have. */
export function joined(current: string, other: string): string {
  const known = new Set(current.split('\n').map((line) => line.trim()))
  const missing = other.split('\n').filter((line) => line.trim() !== '' && !known.has(line.trim()))
  if (missing.length === 0) return current
  return current.trim() === '' ? missing.join('\n') : `${current.trimEnd()}\n\n${missing.join('\n')}`
}

export type MinutesStatus = 'open' | 'validated' | 'published'

export const refusalToWrite = (status: MinutesStatus): Refusal | null =>
  status === 'open' ? null : new Refusal('minutes_validated', {}, 409)

/** Why they cannot be validated yet, or nothing. */
export function refusalToValidate(status: MinutesStatus, unsettled: number): Refusal | null {
  if (status !== 'open') return new Refusal('minutes_validated', {}, 409)
  return unsettled > 0 ? new Refusal('minutes_to_join', { count: unsettled }, 409) : null
}
