import type { Translate } from '../kit/i18n/translate.ts'
import type { CliIo } from './io.ts'

const SHOWN_EVERY_MS = 100

/**
 * Tells somebody who watches how far a long work is, on one line that is written over.
 * `done` is the last call's: then the line stays.
 */
export function progressOf(io: CliIo, t: Translate, label: string) {
  const start = performance.now()
  let shown = -Infinity
  return ({ done, total }: { done: number; total: number }): void => {
    const now = performance.now()
    if (!io.watched || (done < total && now - shown < SHOWN_EVERY_MS)) return
    shown = now
    const seconds = (now - start) / 1000
    io.err(`\r${t('cli.progress', { labelText: label, done, total, seconds })}${done < total ? '' : '\n'}`)
  }
}
