import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { root } from '../root.ts'

/** The compiler keeps what it compiled and never lets go of it (about 1 MB each): after that many, another starts. */
const DOCUMENTS_PER_WORKER = 150
/** Memory is given back when nobody printed for that long. */
const IDLE_MS = 60_000

type Answer = { id: number } & ({ pdf: Uint8Array<ArrayBuffer> } | { failure: string })
type Waiting = { resolve: (pdf: Uint8Array<ArrayBuffer>) => void; reject: (error: Error) => void }
type Press = { worker: Worker; waiting: Map<number, Waiting>; taken: number; idle?: NodeJS.Timeout }

let press: Press | null = null
let lastId = 0

/**
 * A tagged PDF from a typst program of ours. `data` is read there as `data` after `#import "/tablee.typ": *`;
 * its texts arrive as values and are never parsed, so that a hostile name is only a name. `files`: pictures, by the
 * path under which the program shows them.
 */
export function renderPdf(
  source: string,
  data: unknown,
  files: readonly (readonly [path: string, bytes: Uint8Array])[] = [],
): Promise<Uint8Array<ArrayBuffer>> {
  const { worker, waiting } = takePress()
  const id = ++lastId
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject })
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage({ id, source, data: Buffer.from(JSON.stringify(readable(data))), files })
  })
}

const UNPRINTABLE =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu

/** Characters that no font draws and that could turn the reading order of what follows around are left out. */
function readable(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(UNPRINTABLE, '')
  if (Array.isArray(value)) return value.map(readable)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, readable(each)]))
}

function takePress(): Press {
  if (press && press.taken < DOCUMENTS_PER_WORKER) {
    clearTimeout(press.idle)
  } else {
    press = openPress()
  }
  press.taken += 1
  press.worker.ref()
  return press
}

function openPress(): Press {
  const worker = new Worker(join(root, 'src/kit/pdf/typst-worker.mjs'), { execArgv: [] })
  const opened: Press = { worker, waiting: new Map(), taken: 0 }
  worker.on('message', (answer: Answer) => {
    const { resolve, reject } = opened.waiting.get(answer.id)!
    opened.waiting.delete(answer.id)
    if ('pdf' in answer) resolve(answer.pdf)
    else reject(new Error(`a document does not compile: ${answer.failure}`))
    if (opened.waiting.size === 0) rest(opened)
  })
  const end = (error: Error) => {
    if (press === opened) press = null
    for (const { reject } of opened.waiting.values()) reject(error)
    opened.waiting.clear()
  }
  worker.on('error', end)
  worker.on('exit', (code) => end(new Error(`the press of documents stopped (${code})`)))
  return opened
}

function rest(idle: Press): void {
  if (press !== idle) return void idle.worker.terminate()
  idle.worker.unref()
  idle.idle = setTimeout(() => {
    press = null
    void idle.worker.terminate()
  }, IDLE_MS)
  idle.idle.unref()
}
