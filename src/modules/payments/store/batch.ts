import type pg from 'pg'
import { INSTALLATION, type CaisseId } from '../../../db/db.ts'
import type { Cents } from '../../../kit/money.ts'
import { DEVICE_TRIES, deviceWindowStart } from '../rules/tries.ts'

/** A payment as it is asked for: what was typed, and from which device. */
export type Asked = {
  /** The client's key, name of the gesture. */
  key: string
  requestHash: Buffer
  number: string
  codeHmac: Buffer
  deviceId: string
  amountCents: Cents
  /** Of the resident, at the till: if too little is left, pay that. */
  inPart: boolean
}

/**
 * Pays together, in one statement and one commit, what can be paid in full, and tells which: see the function
 * `pay_batch`. A batch holds a number once.
 */
export async function payBatch(
  pool: pg.Pool,
  caisseId: CaisseId,
  batch: readonly Asked[],
  at: Date,
): Promise<Set<number>> {
  const { rows } = await pool.query<[number]>({
    name: 'pay_batch',
    text: 'select pay_batch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    rowMode: 'array',
    values: [
      caisseId,
      at,
      DEVICE_TRIES,
      deviceWindowStart(at),
      batch.map((asked) => asked.key),
      batch.map((asked) => asked.requestHash),
      batch.map((asked) => asked.number),
      batch.map((asked) => asked.codeHmac),
      batch.map((asked) => asked.deviceId),
      batch.map((asked) => asked.amountCents),
    ],
  })
  return new Set(rows.map(([place]) => place - 1))
}

/** The caisse of each number that somebody has. */
export async function caissesOfNumbers(
  pool: pg.Pool,
  numbers: readonly string[],
): Promise<Map<string, CaisseId>> {
  const { rows } = await pool.query<[string, CaisseId]>({
    name: 'caisses_of_numbers',
    text: 'select number, caisse_id from resident_number where number = any ($1)',
    rowMode: 'array',
    values: [numbers],
  })
  return new Map(rows)
}

/** A number that nobody has is looked for where there are no residents, at the same cost. */
export const NOWHERE = INSTALLATION
