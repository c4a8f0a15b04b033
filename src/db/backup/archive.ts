import { createHash } from 'node:crypto'
import fs from 'node:fs'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import tar from 'tar-stream'
import { z } from 'zod'
import { SealedSecrets } from './sealed-secrets.ts'

/**
 * A backup is a `tar.gz` of: `tablee.json`; for each table, in an order that respects its references,
 * `tables/<table>/00001.copy` and so on (PostgreSQL's text COPY format, cut anywhere); `bilan.json`.
 */
export const FORMAT = 1

export const Header = z.object({
  format: z.literal(FORMAT),
  madeAt: z.iso.datetime(),
  postgres: z.string(),
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()).min(1) })),
  secrets: SealedSecrets,
})
export type Header = z.infer<typeof Header>

export const Summary = z.object({
  tables: z.record(z.string(), z.object({ rows: z.number().int().min(0), sha256: z.string().length(64) })),
  /** Last value given by each sequence that was used, as text: it may pass 2^53. */
  sequences: z.record(z.string(), z.string().regex(/^-?\d+$/)),
})
export type Summary = z.infer<typeof Summary>

/** `message` is a French text for the operator, shown as it is. */
export class BackupError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'BackupError'
  }
}

/** A table is done: `position` of `of`. */
export type BackupProgress = (done: { table: string; rows: number; position: number; of: number }) => void

/** A tar entry's size is written before it: a table goes in pieces, so that it never stands whole in memory. */
const PIECE_BYTES = 4 * 1024 * 1024

export class ArchiveWriter {
  readonly #pack = tar.pack()
  readonly #written: Promise<void>
  #failure: unknown

  constructor(out: Writable) {
    this.#written = pipeline(this.#pack, createGzip(), out)
    this.#written.catch((error: unknown) => (this.#failure = error))
  }

  json(name: string, value: unknown): Promise<void> {
    return this.#entry(name, Buffer.from(`${JSON.stringify(value, null, 1)}\n`))
  }

  /** Rows and checksum of what went through. */
  async table(name: string, data: AsyncIterable<Buffer>): Promise<Summary['tables'][string]> {
    const hash = createHash('sha256')
    let rows = 0
    let piece = 0
    let held: Buffer[] = []
    let bytes = 0
    const flush = async () => {
      piece += 1
      await this.#entry(`tables/${name}/${String(piece).padStart(5, '0')}.copy`, Buffer.concat(held))
      held = []
      bytes = 0
    }
    for await (const chunk of data) {
      hash.update(chunk)
      rows += countRows(chunk)
      held.push(chunk)
      bytes += chunk.length
      if (bytes >= PIECE_BYTES) await flush()
    }
    if (bytes > 0) await flush()
    return { rows, sha256: hash.digest('hex') }
  }

  async finish(): Promise<void> {
    this.#pack.finalize()
    await this.#written
  }

  abandon(): void {
    this.#pack.destroy()
  }

  async #entry(name: string, content: Buffer): Promise<void> {
    const entry = new Promise<void>((resolve, reject) => {
      const sink = this.#pack.entry({ name, mtime: new Date(0) }, content, (error) =>
        error ? reject(error) : resolve(),
      )
      sink.on('error', reject)
    })
    // a full disk ends the pipeline, and then nobody reads the entry
    await Promise.race([entry, this.#written]).catch((error: unknown) => {
      throw this.#failure ?? error
    })
  }
}

/** In COPY's text format a line feed inside a value is escaped: each one ends a row. */
function countRows(chunk: Buffer): number {
  let rows = 0
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) rows += 1
  return rows
}

export type ArchivePart = { header: Header } | { table: string; data: Buffer } | { summary: Summary }

/** The parts of an archive in their order; throws `BackupError` unless it is whole. */
export async function* readArchive(file: string): AsyncGenerator<ArchivePart, void, undefined> {
  const extract = tar.extract()
  const reading = pipeline(fs.createReadStream(file), createGunzip(), extract)
  reading.catch(() => {}) // destroys `extract`, whose reader below then throws
  let whole = false
  try {
    for await (const entry of extract) {
      const { name } = entry.header
      const table = /^tables\/([^/]+)\/\d+\.copy$/.exec(name)?.[1]
      if (table) for await (const data of entry) yield { table, data: data as Buffer }
      else if (name === 'tablee.json') yield { header: Header.parse(await json(entry)) }
      else if (name === 'bilan.json') {
        yield { summary: Summary.parse(await json(entry)) }
        whole = true
      } else entry.resume()
    }
    await reading
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (UNREADABLE.includes(code ?? ''))
      throw new BackupError(`Le fichier ${file} ne peut pas être lu (${code}).`, { cause })
    throw damaged(file, cause)
  } finally {
    extract.destroy()
  }
  if (!whole) throw damaged(file)
}

async function json(entry: AsyncIterable<unknown>): Promise<unknown> {
  const pieces: Buffer[] = []
  for await (const piece of entry) pieces.push(piece as Buffer)
  return JSON.parse(Buffer.concat(pieces).toString('utf8'))
}

const UNREADABLE = ['ENOENT', 'EACCES', 'EISDIR']

export function damaged(file: string, cause?: unknown): BackupError {
  return new BackupError(
    `L’archive ${file} est incomplète ou abîmée, ou n’est pas une sauvegarde de Tablée. Rien n’a été écrit.`,
    { cause },
  )
}
