// Reads the words of a PDF beside the server: a long or a hostile one never delays a till.
// Plain JavaScript, started from the sources: a worker thread is not bundled.
import { parentPort, workerData } from 'node:worker_threads'
import { getDocumentProxy } from 'unpdf'

const MOST_PAGES = 300

const { bytes, longest } = workerData
const pdf = await getDocumentProxy(bytes, { isEvalSupported: false, useSystemFonts: false, verbosity: 0 })
let text = ''
for (let number = 1; number <= Math.min(pdf.numPages, MOST_PAGES) && text.length < longest; number += 1) {
  const page = await pdf.getPage(number)
  const { items } = await page.getTextContent()
  for (const item of items) if ('str' in item) text += item.str + (item.hasEOL ? '\n' : '')
  text += '\n'
}
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort.postMessage(text.slice(0, longest))
