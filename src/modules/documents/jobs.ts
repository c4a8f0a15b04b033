import { z } from 'zod'
import { inCaisse, type CaisseId } from '../../db/db.ts'
import type { App } from '../../kit/app.ts'
import { listCaisses } from '../caisses/store.ts'
import { BIN_DAYS } from './actions/bin.ts'
import { findFile, forgetFile } from './files.ts'
import { forgetDeleted, forgetTraces } from './store/documents.ts'
import { isUnread, setContent } from './store/versions.ts'
import { readText } from './text.ts'

const DAY = 24 * 60 * 60_000
const TRACE_DAYS = 365

const Payload = z.object({ caisseId: z.number(), sha256: z.string() })

/** Reads what was deposited, so that its words are found. */
export async function readDocument(app: App, payload: unknown): Promise<void> {
  const { caisseId, sha256: name } = Payload.parse(payload)
  const sha256 = Buffer.from(name, 'hex')
  const file = await inCaisse(app.db, caisseId as CaisseId, async (tx) =>
    (await isUnread(tx, sha256)) ? findFile(tx, sha256) : undefined,
  )
  if (!file) return
  const content = await readText(file.bytes, file.mediaType)
  await inCaisse(app.db, caisseId as CaisseId, (tx) => setContent(tx, sha256, content))
}

/** Every night: what was taken away a month ago is gone, and a year later nothing tells of it. */
export async function forgetDocuments(app: App): Promise<void> {
  const before = (days: number) => new Date(app.now().getTime() - days * DAY)
  for (const { id } of await listCaisses(app.db))
    await inCaisse(app.db, id, async (tx) => {
      for (const sha256 of await forgetDeleted(tx, before(BIN_DAYS), app.now())) await forgetFile(tx, sha256)
      await forgetTraces(tx, before(TRACE_DAYS))
    })
}
