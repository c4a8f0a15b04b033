import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'

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
  now(): Date
}

export const processIo = (): CliIo => ({
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  watched: process.stderr.isTTY,
  read: (path) => readFile(path),
  readStandardInput: () => buffer(process.stdin),
  now: () => new Date(),
})
