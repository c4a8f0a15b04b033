// Writes src/db/schema.ts, the tables' types, from a freshly migrated database; with --check, tells whether it is current.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'
import { root } from '../src/kit/root.ts'

const target = join(root, 'src/db/schema.ts')
const folder = mkdtempSync(join(tmpdir(), 'tablee-schema-'))
const server = await startEmbedded(folder, { tests: true })
try {
  await migrate(server.ownerUrl)
  const out = join(folder, 'schema.ts')
  execFileSync(
    join(root, 'node_modules/.bin/kysely-codegen'),
    [
      '--dialect',
      'postgres',
      '--url',
      server.ownerUrl,
      '--out-file',
      out,
      '--default-schema',
      'public',
      '--include-pattern',
      'public.*',
      '--date-parser',
      'string',
      '--numeric-parser',
      'number',
      '--log-level',
      'error',
    ],
    { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] },
  )
  const generated = readFileSync(out, 'utf8').replaceAll(
    'Int8 = ColumnType<string, bigint | number | string, bigint | number | string>',
    'Int8 = ColumnType<number, number, number>',
  )
  if (process.argv.includes('--check')) {
    if (readFileSync(target, 'utf8') !== generated) {
      console.error('src/db/schema.ts ne correspond plus aux migrations : lancez « npm run schema ».')
      process.exitCode = 1
    }
  } else {
    const { writeFileSync } = await import('node:fs')
    writeFileSync(target, generated)
  }
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
