import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { root } from '../kit/root.ts'
import { inCaisse, type CaisseId, type CaisseTx, type Db } from './db.ts'

export type Check = { file: string; name: string; query: string }

/** What a check found: each row is one thing that is not as it must be. Rows hold ids and amounts, never names. */
export type Finding = { check: string; rows: Record<string, unknown>[] }

const SHOWN = 20

/** Reads `checks/*.sql`: in each file, queries that must return no row, each after a line `-- check: name`. */
export async function readChecks(): Promise<Check[]> {
  const folder = join(root, 'checks')
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  return texts.flatMap((text, i) =>
    text
      .split(/^-- check: /m)
      .slice(1)
      .map((part) => {
        const [name = '', ...query] = part.split('\n')
        return { file: files[i]!, name: name.trim(), query: query.join('\n').trim().replace(/;$/, '') }
      }),
  )
}

/** Runs every check in one caisse, in one snapshot; what is returned is what is wrong. */
export async function runChecks(
  db: Db,
  caisseId: CaisseId,
): Promise<{ checks: number; findings: Finding[] }> {
  const checks = await readChecks()
  const look = async (tx: CaisseTx) => {
    const found: Finding[] = []
    for (const check of checks) {
      const { rows } = await sql<Record<string, unknown>>`
        select * from (${sql.raw(check.query)}) as finding limit ${SHOWN}
      `.execute(tx)
      if (rows.length > 0) found.push({ check: check.name, rows })
    }
    return found
  }
  const findings = await inCaisse(db, caisseId, look, { snapshot: true })
  return { checks: checks.length, findings }
}
