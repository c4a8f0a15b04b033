import type { Hono } from 'hono'
import type { CaisseTx } from '../db/db.ts'
import type { App } from './app.ts'
import type { MessageKey } from './i18n/translate.ts'
import type { TableExport } from './table-file.ts'

/** What the worker runs: `payload` is what was announced in the transaction. */
export type Job = (app: App, payload: unknown) => Promise<void>

/** Each module's pages know their own things of a request, so that their environments differ. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Pages = Hono<any>

/** Somebody of a household: what is kept about them is looked up by either. */
export type Somebody = { personId: string; householdId: string }

/** A part of what is kept about somebody, under a heading that they understand. */
export type PersonalTable = TableExport & { heading: MessageKey }

/** What a module hands to `app.tsx`, as plain values: nothing registers itself. */
export type Module = {
  /** Open to everyone; a test lists them, so that a new opening is seen in review. */
  publicPages?: Pages
  /** Behind the session guard; each still says who may. */
  pages?: Pages
  /** Addresses that machines of others post to, without a form of ours: no origin is asked. A test lists them. */
  machines?: readonly RegExp[]
  jobs?: Readonly<Record<string, Job>>
  /** `crontab` lines of graphile-worker: `* * * * * seal_journals`. */
  cron?: readonly string[]
  /** Jobs run once when the worker starts: what a cut left lying is taken up at once. */
  atStart?: readonly string[]
  /** All it keeps of a caisse, to leave with. */
  exports?: (tx: CaisseTx) => TableExport[]
  /** What it keeps about somebody, in the copy of their data that they may take. */
  personalData?: (tx: CaisseTx, somebody: Somebody) => PersonalTable[]
}
