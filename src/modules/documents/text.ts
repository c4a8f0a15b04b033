import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { withoutUnkeepable } from '../../kit/gesture.ts'
import { root } from '../../kit/root.ts'

/** What search reads of a document: some eighty pages. */
const LONGEST = 200_000
const PATIENCE_MS = 20_000
const MEMORY_MB = 256

/** The words of a file, as far as they can be read; nothing of what is not text. */
export async function readText(bytes: Uint8Array, mediaType: string): Promise<string> {
  const text =
    mediaType === 'text/plain'
      ? new TextDecoder().decode(bytes)
      : mediaType === 'application/pdf'
        ? await readPdf(bytes)
        : ''
  return withoutUnkeepable(text.slice(0, LONGEST)).trim()
}

/**
 * In a thread of its own, which is ended when it takes too long or too much: a PDF that somebody made to hurt, hurts
 * nobody, and only goes unread.
 */
function readPdf(bytes: Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    const worker = new Worker(join(root, 'src/modules/documents/pdf-worker.mjs'), {
      workerData: { bytes: new Uint8Array(bytes), longest: LONGEST },
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
      execArgv: [],
      stdout: true,
      stderr: true,
    })
    const end = (text: string) => {
      clearTimeout(patience)
      void worker.terminate()
      resolve(text)
    }
    const patience = setTimeout(() => end(''), PATIENCE_MS)
    worker.on('message', (text: string) => end(text))
    worker.on('error', () => end(''))
    worker.on('exit', () => end(''))
  })
}
