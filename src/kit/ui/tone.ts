import type { IconName } from './icon.tsx'

/** What a state means; the same colour and drawing everywhere, and never without a word. */
export type Tone = 'info' | 'wait' | 'success' | 'refusal'

export const TONE_ICONS: Record<Tone, IconName> = {
  info: 'info',
  wait: 'wait',
  success: 'success',
  refusal: 'refusal',
}
