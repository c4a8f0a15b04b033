// `npm run faults`: the faults in full, on a PostgreSQL that syncs, with a report in docs/faults.md.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { root } from '../../src/kit/root.ts'

type Result = {
  assertionResults: { fullName: string; status: string; duration?: number; meta?: { fault?: Told } }[]
}
type Told = { size: string; result: string }

/** Sequences of the model (F27); 2000 take an hour on two cores. */
const MODEL_RUNS = process.argv[2] ?? '2000'

const folder = mkdtempSync(join(tmpdir(), 'tablee-faults-'))
const out = join(folder, 'report.json')
const { status } = spawnSync(
  join(root, 'node_modules/.bin/vitest'),
  [
    'run',
    'test/faults',
    'test/model',
    'test/guesses.test.ts',
    'test/naughty',
    'src/modules/retention/erasure.test.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${out}`,
    '--testTimeout=1800000',
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, FAULTS: 'full', TABLEE_TEST_DURABLE: '1', MODEL_RUNS, MODEL_STEPS: '100' },
  },
)
const results = (JSON.parse(readFileSync(out, 'utf8')) as { testResults: Result[] }).testResults.flatMap(
  (file) => file.assertionResults,
)
rmSync(folder, { recursive: true })
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
const rows = results.map(({ fullName, status: outcome, duration = 0, meta }) =>
  [
    fullName.trim(),
    meta?.fault?.size ?? (fullName.includes('odel') ? `${MODEL_RUNS} suites de 100 commandes` : ''),
    meta?.fault?.result ?? (fullName.includes('odel') ? 'même état, mêmes refus' : 'comme attendu'),
    `${(duration / 1000).toFixed(1)} s`,
    outcome === 'passed' ? 'tenu' : 'NON TENU',
  ].join(' | '),
)
writeFileSync(
  join(root, 'docs/faults.md'),
  `# Coupures et courses, en grand

\`npm run faults\`, le ${new Date().toISOString().slice(0, 10)}, commit ${git('rev-parse', '--short', 'HEAD')}, ${cpus().length} cœurs,
${Math.round(totalmem() / 2 ** 30)} Gio, Node ${process.versions.node}, PostgreSQL embarqué, écritures synchronisées. Chaque épreuve finit par
tous les contrôles de \`checks/\`.

| épreuve | taille | résultat | durée | |
|---|---|---|---|---|
${rows.map((row) => `| ${row} |`).join('\n')}
`,
)
process.exit(status ?? 1)
