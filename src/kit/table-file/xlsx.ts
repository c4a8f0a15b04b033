import readXlsxFile from 'read-excel-file/universal'
import { Refusal } from '../refusal.ts'
import type { Limits, Line } from './csv.ts'
import { refuseHostileXlsx } from './zip-guard.ts'

/** The first sheet that holds something. */
export async function readXlsx(bytes: Uint8Array, limits: Limits): Promise<Line[]> {
  refuseHostileXlsx(bytes, limits)
  const sheets = await sheetsOf(bytes)
  const sheet = sheets.find(({ data }) => data.length > 0)
  return (sheet?.data ?? []).map((row, i) => ({ line: i + 1, cells: row.map(textOf) }))
}

async function sheetsOf(bytes: Uint8Array) {
  try {
    // The same index of the archive as was just checked; a stream would follow another one.
    return await readXlsxFile(new Uint8Array(bytes).buffer)
  } catch {
    throw new Refusal('file_broken')
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  // Fifteen digits are what a spreadsheet knows of a number.
  if (typeof value === 'number') return String(Number(value.toPrecision(15)))
  if (typeof value === 'boolean') return value ? 'oui' : 'non'
  return value as string
}
