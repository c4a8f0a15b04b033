// `npm run check`: what must be green at every commit. Each step says what it saw, so that a tool that saw nothing is noticed.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const bin = (name) => path.join(root, 'node_modules', '.bin', name)

const SMALLEST_HOUSE = 150

const steps = [
  ['mise en forme', 'prettier', ['--check', '--log-level', 'warn', '.']],
  [
    'lint',
    'oxlint',
    ['--type-aware', '--deny-warnings', 'src', 'test', 'e2e', 'bench', 'scripts'].filter(present),
  ],
  ['types', 'tsc', ['-p', '.']],
  [
    'ordre des modules',
    'depcruise',
    ['src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
    readOrder,
  ],
  ['code mort', 'knip', []],
  ['messages', 'tsx', ['scripts/check-messages.ts']],
  ['types des tables', 'tsx', ['scripts/generate-schema.ts', '--check']],
]

/** Folders that a checkout may not have yet are left out; options stay. */
function present(argument) {
  return argument.startsWith('-') || existsSync(path.join(root, argument))
}

/** dependency-cruiser passes silently when it sees nothing: it must have seen every module. */
function readOrder(output) {
  const { modules, summary } = JSON.parse(output)
  const ours = modules.filter(({ source }) => source.startsWith('src/')).map(({ source }) => source)
  const folders = readdirSync(path.join(root, 'src/modules'))
  const unseen = folders.filter(
    (folder) => !ours.some((source) => source.startsWith(`src/modules/${folder}/`)),
  )
  const problems = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
  if (ours.length < SMALLEST_HOUSE) problems.push(`seulement ${ours.length} fichiers vus`)
  if (unseen.length > 0) problems.push(`modules non vus : ${unseen.join(', ')}`)
  return { seen: `${folders.length} modules, ${ours.length} fichiers`, problems }
}

let failed = 0
for (const step of steps) {
  const name = String(step[0])
  const [, tool, args] = step
  const read = step[3]
  const started = Date.now()
  const { status, stdout, stderr, error } = spawnSync(bin(tool), args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  if (error) throw error
  /** @type {string} */
  let seen = ''
  let problems = status === 0 ? [] : [stdout + stderr]
  if (read && stdout.startsWith('{')) ({ seen, problems } = read(stdout))
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(`${problems.length === 0 ? '✓' : '✗'} ${name}${seen === '' ? '' : ` (${seen})`} ${seconds} s`)
  if (problems.length > 0) {
    failed += 1
    console.log(problems.join('\n'))
  }
}
console.log(failed === 0 ? 'Tout est en ordre.' : `${failed} contrôle(s) à revoir.`)
process.exit(failed === 0 ? 0 : 1)
