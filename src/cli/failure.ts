import { CommanderError } from 'commander'
import { isDatabaseAway } from '../db/away.ts'
import { BackupError } from '../db/backup.ts'
import { StartError } from '../db/start-error.ts'
import { InputError } from '../kit/gesture.ts'
import type { MessageKey, Translate } from '../kit/i18n/translate.ts'
import { Refusal } from '../kit/refusal.ts'
import { optionOf } from './fields.ts'
import { sayMisuse } from './french.ts'
import { Misuse } from './misuse.ts'

export type Problem = { code: string; message: string; ligne?: number; champ?: string }

/** Several things to correct at once. */
export class Problems extends Error {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super('problems')
    this.name = 'Problems'
    this.problems = problems
  }
}

export type Failure = {
  problems: readonly Problem[]
  /** 1: refused, 2: the command cannot be read, 3: a bug. */
  exitCode: 1 | 2 | 3
  /** Of a bug only. */
  trace?: string
}

/** What went wrong, in sentences; refusals and wrong input never show where in the code they arose. */
export function failureOf(error: unknown, t: Translate): Failure {
  if (error instanceof Problems) return { problems: error.problems, exitCode: 1 }
  if (error instanceof Refusal) return { problems: [sayRefusal(error, t)], exitCode: 1 }
  if (error instanceof InputError)
    return { problems: error.issues.map((issue) => sayIssue(issue, t)), exitCode: 1 }
  if (error instanceof BackupError) return refused('backup', error.message)
  if (error instanceof StartError) return refused('start', error.message)
  if (error instanceof CommanderError) return { problems: [sayMisuse(error, t)], exitCode: 2 }
  if (error instanceof Misuse) {
    const key = `cli.misuse.${error.code}` as MessageKey
    return { problems: [{ code: error.code, message: t(key, error.params) }], exitCode: 2 }
  }
  if (isDatabaseAway(error) || isBeingMade(error))
    return refused('database_away', t('cli.failure.database_away'))
  return {
    problems: [{ code: 'bug', message: t('cli.failure.bug') }],
    exitCode: 3,
    trace: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }
}

/** A Tablée that starts for the first time beside the command has not made its database yet. */
const isBeingMade = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === '3D000'

const refused = (code: string, message: string): Failure => ({ problems: [{ code, message }], exitCode: 1 })

export function sayRefusal(refusal: Refusal, t: Translate): Problem {
  const { lineNumber } = refusal.params
  const message = t(refusal)
  return typeof lineNumber === 'number'
    ? {
        code: refusal.code,
        ligne: lineNumber,
        message: t('cli.failure.line', { lineNumber, messageText: message }),
      }
    : { code: refusal.code, message }
}

function sayIssue({ field, message }: { field: string; message: string }, t: Translate): Problem {
  const champ = optionOf(field)
  return {
    code: message,
    champ,
    message: t('cli.failure.field', { fieldText: champ, messageText: t.issue(message) }),
  }
}
