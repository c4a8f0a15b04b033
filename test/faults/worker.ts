// The real worker as a process of its own, to be killed: node … worker.ts <owner's database> <server of mails> <address>
import { openDb, openPool } from '../../src/db/db.ts'
import { openMailer } from '../../src/kit/mail.ts'
import { startWorker } from '../../src/worker.ts'
import { v7 as uuid } from 'uuid'

const [url, smtp, address] = process.argv.slice(2) as [string, string, string]
const pool = openPool(url, 4)
await startWorker(url, {
  db: openDb(pool),
  pool,
  now: () => new Date(),
  newId: () => uuid(),
  codePepper: Buffer.alloc(32, 7),
  mail: openMailer(smtp, 'Tablée <tablee@example.org>'),
  address,
  dataDir: '',
  demo: false,
})
process.stdout.write('up\n')
