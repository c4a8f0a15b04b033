import { inflateRawSync } from 'node:zlib'
import { Refusal } from '../refusal.ts'
import type { Limits } from './csv.ts'

/** Unpacked, all parts together: a list of 100,000 people stays far below. */
const MAX_UNPACKED = 150 * 1024 * 1024
const MAX_ENTRIES = 2_000

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50

/**
 * Unpacks every part within a budget, before the library that trusts the sizes a file declares:
 * a bomb is refused after the first bytes too many. Sheets whose furthest cell is beyond the limits
 * are refused as well, because a single cell far away would be filled up to in memory.
 */
export function refuseHostileXlsx(bytes: Uint8Array, limits: Limits): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    let budget = MAX_UNPACKED
    for (const entry of entriesOf(file)) {
      const content = unpack(file, entry, budget)
      if (content.length !== entry.unpackedSize) throw new Refusal('file_broken')
      budget -= content.length
      if (/^xl\/worksheets\/[^/]*\.xml$/.test(entry.name)) refuseFarCells(content, limits)
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE')
      throw new Refusal('file_too_large_inside')
    throw new Refusal('file_broken')
  }
}

type Entry = { name: string; method: number; packedSize: number; unpackedSize: number; offset: number }

function* entriesOf(file: Buffer): Generator<Entry> {
  let end = file.length - 22
  while (end >= 0 && file.readUInt32LE(end) !== END) end -= 1
  const count = file.readUInt16LE(end + 10)
  let at = file.readUInt32LE(end + 16)
  if (count > MAX_ENTRIES) throw new Refusal('file_too_large_inside')
  for (let i = 0; i < count; i += 1) {
    if (file.readUInt32LE(at) !== CENTRAL) throw new Refusal('file_broken')
    const nameLength = file.readUInt16LE(at + 28)
    yield {
      name: file.toString('utf8', at + 46, at + 46 + nameLength),
      method: file.readUInt16LE(at + 10),
      packedSize: file.readUInt32LE(at + 20),
      unpackedSize: file.readUInt32LE(at + 24),
      offset: file.readUInt32LE(at + 42),
    }
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
}

function unpack(file: Buffer, { method, packedSize, offset }: Entry, budget: number): Buffer {
  if (file.readUInt32LE(offset) !== LOCAL) throw new Refusal('file_broken')
  const start = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28)
  const packed = file.subarray(start, start + packedSize)
  if (method === 8) return inflateRawSync(packed, { maxOutputLength: Math.max(1, budget) })
  if (method !== 0) throw new Refusal('file_broken')
  if (packed.length > budget) throw new Refusal('file_too_large_inside')
  return packed
}

function refuseFarCells(sheet: Buffer, { MAX_ROWS, MAX_COLUMNS }: Limits): void {
  for (const [, letters, row] of sheet.toString('latin1').matchAll(/\sr=["']([A-Z]{0,3})(\d{1,10})["']/g)) {
    // One row is the header's.
    if (Number(row) > MAX_ROWS + 1) throw new Refusal('file_too_many_rows', { max: MAX_ROWS })
    if (columnNumber(letters!) > MAX_COLUMNS) throw new Refusal('file_too_many_columns', { max: MAX_COLUMNS })
  }
}

const columnNumber = (letters: string): number =>
  [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0)
