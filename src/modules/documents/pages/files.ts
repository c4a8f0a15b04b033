import { Hono, type Context } from 'hono'
import { html } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { findFile } from '../files.ts'
import { keptFileAnswer } from '../serve.ts'
import { findVersion } from '../store/versions.ts'
import { DOCUMENT, getDocument, notHere, readFor } from './env.tsx'

/** The files themselves, to whoever may read their document. */
export const files = new Hono<CaisseEnv>()

const CURRENT = `${DOCUMENT}/fichier` as const
const VERSION = `${DOCUMENT}/versions/:number{[0-9]{1,6}}` as const

files.get(CURRENT, readCaisse, (c) => serve(c))
files.get(VERSION, readCaisse, (c) => serve(c, Number(c.req.param('number'))))

async function serve(c: Context<CaisseEnv>, number?: number): Promise<Response> {
  try {
    const found = await readFor(c, async (tx, viewer) => {
      const document = await getDocument(tx, viewer, c.req.param('document')!)
      const version = await findVersion(tx, document.id, number)
      const file = version && (await findFile(tx, version.sha256))
      if (!file) throw new Refusal('unknown_document', {}, 404)
      return { ...file, fileName: version.fileName, open: document.audience === 'public' }
    })
    return keptFileAnswer(c, found)
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return html(notHere(c), 404)
    throw error
  }
}
