// npm run bench -- NAME [arguments]: runs bench/NAME.ts, writes bench/results/<date>-<name>.json, prints it as the last line.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { root } from '../src/kit/root.ts'

export type Bench = { run(args: readonly string[]): Promise<Record<string, unknown>> }

const NOT_BENCHES = ['run.ts', 'server.ts', 'measure.ts']

const [name, ...args] = process.argv.slice(2)
const folder = join(root, 'bench')
if (!name || NOT_BENCHES.includes(`${name}.ts`) || !existsSync(join(folder, `${name}.ts`))) {
  const names = readdirSync(folder).filter((file) => file.endsWith('.ts') && !NOT_BENCHES.includes(file))
  console.error(`npm run bench -- NOM, où NOM est : ${names.map((file) => file.slice(0, -3)).join(', ')}`)
  process.exit(1)
}

const bench = (await import(`./${name}.ts`)) as Bench
const started = new Date()
const loadBefore = os.loadavg()[0]!
const results = await bench.run(args)
const cpus = os.cpus()
const report = {
  bench: name,
  date: started.toISOString(),
  command: ['npm run bench --', name, ...args].join(' '),
  commit: commit(),
  machine: {
    cores: cpus.length,
    processor: cpus[0]?.model ?? 'unknown',
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()}`,
    node: process.version,
    /** Of the minute before and of the last one: 0 and about 2 when nothing else ran on two cores. */
    load: [loadBefore, os.loadavg()[0]!].map((load) => Number(load.toFixed(1))),
  },
  seconds: Math.round((Date.now() - started.getTime()) / 100) / 10,
  ...results,
}
mkdirSync(join(folder, 'results'), { recursive: true })
const file = `${started.toISOString().slice(0, 10)}-${name}.json`
writeFileSync(join(folder, 'results', file), `${JSON.stringify(report, null, 2)}\n`)
console.error(`bench/results/${file}`)
console.log(JSON.stringify(report))

/** The commit measured; a plus sign when sources were not committed. */
function commit(): string {
  try {
    const git = (...words: string[]) => execFileSync('git', words, { cwd: root, encoding: 'utf8' }).trim()
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', 'src') ? '+' : '')
  } catch {
    return 'unknown'
  }
}
