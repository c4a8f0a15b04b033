// Searching 2,000 and 20,000 documents as the application does (rights, ranks, excerpts, behind row-level policies),
// beside the bare SQL of the same words: one table, one index, no rights, no excerpt.
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { inCaisse } from '../src/db/db.ts'
import type { App } from '../src/kit/app.ts'
import type { Viewer } from '../src/modules/documents/rules/rights.ts'
import { find } from '../src/modules/search/store.ts'
import { query, say, spread, timed } from './measure.ts'
import { openBenchCaisse, type BenchCaisse } from './mois/caisse.ts'
import { benchApp, startBenchServer, type BenchServer } from './server.ts'

const SIZES = [2_000, 20_000]
const ROUNDS = 40

/** One document in a thousand, in eight, in every one; and two words at once. */
const QUESTIONS = {
  rare: 'rutabagas',
  usual: 'assemblées',
  everywhere: 'caisse',
  together: 'assemblées légumes',
} as const

const VIEWERS: Readonly<Record<string, Viewer>> = {
  visitor: { member: false, team: false, groupIds: [] },
  member: { member: true, team: false, groupIds: [] },
  team: { member: true, team: true, groupIds: [] },
}

export async function run(args: readonly string[]): Promise<Record<string, unknown>> {
  const sizes = args.length > 0 ? args.map(Number) : SIZES
  const server = await startBenchServer()
  const app = benchApp(server)
  try {
    const bySize = []
    for (const documents of sizes) bySize.push(await benchSize(server, app, documents))
    return { postgresql: server.version, rounds: ROUNDS, sizes: bySize }
  } finally {
    await app.db.destroy()
    await server.stop()
  }
}

async function benchSize(server: BenchServer, app: App, documents: number) {
  const caisse = await openBenchCaisse(app, '2026-01')
  const filled = await timed(() => givenDocuments(app, caisse, documents))
  const bare = `bare_${documents}`
  await query(
    server.superUrl,
    `create table ${bare} as
       select e.number, e.title, setweight(to_tsvector('fr', e.title), 'A') || setweight(to_tsvector('fr', e.body), 'C') as words
       from search_entry e where e.caisse_id = ${caisse.id}`,
  )
  await query(server.superUrl, `create index on ${bare} using gin (words)`)
  await query(server.superUrl, `grant select on ${bare} to tablee_app`)
  await query(server.superUrl, 'vacuum analyze')
  say(`\n${documents} documents, rangés en ${filled.seconds.toFixed(1)} s`)
  const asked = []
  for (const [name, question] of Object.entries(QUESTIONS)) {
    const yardstick: number[] = []
    const ours: Record<string, number[]> = { visitor: [], member: [], team: [] }
    for (let round = 0; round < ROUNDS; round += 1) {
      yardstick.push((await timed(() => bareSearch(app, bare, question))).seconds * 1000)
      for (const [who, viewer] of Object.entries(VIEWERS))
        ours[who]!.push((await timed(() => ourSearch(app, caisse, question, viewer))).seconds * 1000)
    }
    const found = await ourSearch(app, caisse, question, VIEWERS['team']!)
    const middle = (values: readonly number[]) => spread(values).median
    const report = {
      name,
      found: found[0]?.ofKind ?? 0,
      yardstickMs: spread(yardstick),
      ...Object.fromEntries(
        Object.entries(ours).map(([who, values]) => [
          who,
          { ms: spread(values), ratio: Number((middle(values) / middle(yardstick)).toFixed(2)) },
        ]),
      ),
    }
    say(
      `  ${name} (${report.found}) : ${middle(ours['team']!).toFixed(1)} ms pour l’équipe, SQL nu ${middle(yardstick).toFixed(1)} ms`,
    )
    asked.push(report)
  }
  return { documents, filledSeconds: Number(filled.seconds.toFixed(1)), asked }
}

const ourSearch = (app: App, { id }: BenchCaisse, question: string, viewer: Viewer) =>
  inCaisse(app.db, id, (tx) => find(tx, question, viewer, { now: app.now(), perKind: 5 }), {
    snapshot: true,
  })

const bareSearch = (app: App, bare: string, question: string) =>
  sql`
    select number, title, count(*) over () from ${sql.table(bare)}, websearch_to_tsquery('fr', ${question}) asked
    where words @@ asked order by ts_rank_cd(words, asked) desc limit 5
  `.execute(app.db)

/** Two pages each: a word that few hold, words that many hold, and what fills them. */
async function givenDocuments(app: App, { id }: BenchCaisse, documents: number): Promise<void> {
  const sha256 = await inCaisse(app.db, id, async (tx) => {
    const { rows } = await sql<{ sha256: Buffer }>`
      insert into stored_file (caisse_id, sha256, media_type, bytes, stored_at)
      values (${id}, sha256('essai'::bytea), 'text/plain', 'essai'::bytea, now()) returning sha256
    `.execute(tx)
    return rows[0]!.sha256
  })
  const BATCH = 1_000
  for (let placed = 0; placed < documents; placed += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, documents - placed) }, (_, i) => placed + i)
    const ids = numbers.map(() => uuid())
    await inCaisse(app.db, id, async (tx) => {
      await sql`
        insert into document (caisse_id, id, title, audience, created_at, changed_at)
        select ${id}, id, 'Document n° ' || n,
          case n % 10 when 0 then 'team' when 1 then 'public' else 'members' end, now(), now()
        from unnest(${ids}::uuid[], ${numbers}::integer[]) as given (id, n)
      `.execute(tx)
      await sql`
        insert into document_version (
          caisse_id, document_id, number, sha256, file_name, media_type, size_bytes, deposited_at, content
        )
        select ${id}, id, 1, ${sha256}, 'essai.txt', 'text/plain', 5, now() - n * interval '1 minute', concat_ws(' ',
          'La caisse', case when n % 1000 = 7 then 'rutabaga' end, case when n % 8 = 3 then 'assemblée' end,
          case when n % 5 = 3 then 'légumes' end,
          (select string_agg('mot' || ((n * 37 + i * i) % 5000), ' ') from generate_series(1, 600) i)
        )
        from unnest(${ids}::uuid[], ${numbers}::integer[]) as given (id, n)
      `.execute(tx)
    })
  }
}
