import type { MessageKey, MessageParams } from '../../../kit/i18n/translate.ts'

/** Why an amount is what it is: a text of the catalogue and its values, never a finished sentence. */
export type Reason = { readonly code: MessageKey; readonly params: MessageParams }

const NOTHING: MessageParams = {}

export const because = (code: MessageKey, params: MessageParams = NOTHING): Reason => ({ code, params })
