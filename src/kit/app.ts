import type pg from 'pg'
import type { Db } from '../db/db.ts'
import type { Mailer } from './mail.ts'
import type { SmsGateway } from './sms.ts'

/** All that is outside our control, in one value, so that a test can hold it still. */
export type App = {
  /** As the plain role `tablee_app`: row-level security applies. */
  db: Db
  /** The same connections, for the payment statement. */
  pool: pg.Pool
  now: () => Date
  newId: () => string
  /** Keeps codes: HMAC key that never enters the database. */
  codePepper: Buffer
  mail: Mailer
  /** Short messages; without a gateway nobody sends any. */
  sms?: SmsGateway
  /** Where people reach us: `https://tablee.example.org`, without a final slash. */
  address: string
  /** A proxy of ours stands before: it says where requests come from. */
  behindProxy?: boolean
  /** Where the installation keeps files of its own, such as the daily heads of the journal. */
  dataDir: string
  /** Shows the sign-in links of invented people. Never on real data. */
  demo: boolean
}
