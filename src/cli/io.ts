import { readFile, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { buffer } from 'node:stream/consumers'
import { Writable } from 'node:stream'

/** All that the commands touch outside themselves besides the database, so that a test can hold it. */
export type CliIo = {
  /** Text of the answer. */
  out(text: string): void
  /** What went wrong, warnings and progress. */
  err(text: string): void
  /** Somebody watches: progress is shown. */
  watched: boolean
  read(path: string): Promise<Uint8Array>
  readStandardInput(): Promise<Uint8Array>
  /** Makes a file that only its owner reads; one that is there already is never replaced. */
  write(path: string, content: Uint8Array): Promise<void>
  /** Asks without showing what is typed; null where nobody can be asked. */
  askSecret(question: string): Promise<string | null>
  now(): Date
}

export const processIo = (): CliIo => ({
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  watched: process.stderr.isTTY,
  read: (path) => readFile(path),
  readStandardInput: () => buffer(process.stdin),
  write: (path, content) => writeFile(path, content, { flag: 'wx', mode: 0o600 }),
  askSecret,
  now: () => new Date(),
})

async function askSecret(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null
  process.stderr.write(question)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  try {
    return await lines.question('')
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}
