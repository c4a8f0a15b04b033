// Runs one part of the verification and counts what it passed and failed.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { root } from '../prepare.mjs'

/** The running program's exit code; its output is shown as it comes. */
function run(program, args, env) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    })
    child.once('error', () => resolve(1))
    child.once('close', (code) => resolve(code ?? 1))
  })
}

const tool = (name) => path.join(root, 'node_modules', '.bin', name)

/** A part that fails without a failed test (it did not even start, or ran none) counts one failure. */
async function counted(program, args, env, count) {
  const code = await run(program, args, env)
  const { passed, failed } = count(code)
  return code === 0 && passed > 0 ? { passed, failed } : { passed, failed: Math.max(failed, 1) }
}

export function check() {
  return counted('npm', ['run', '--silent', 'check'], {}, (code) => ({
    passed: code === 0 ? 1 : 0,
    failed: 0,
  }))
}

export function vitest(folder, name, files = [], env = {}) {
  const report = path.join(folder, `${name}.json`)
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...files]
  return counted(tool('vitest'), args, env, () => {
    const { numPassedTests = 0, numFailedTests = 0, numFailedTestSuites = 0 } = read(report)
    return { passed: numPassedTests, failed: numFailedTests || numFailedTestSuites }
  })
}

export function playwright(folder, env) {
  const report = path.join(folder, 'playwright.json')
  const more = { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report, PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  return counted(tool('playwright'), ['test', '--reporter=list,json'], more, () => {
    const { stats = {}, errors = [] } = read(report)
    return {
      passed: (stats.expected ?? 0) + (stats.flaky ?? 0),
      failed: (stats.unexpected ?? 0) || errors.length,
    }
  })
}

function read(report) {
  return fs.existsSync(report) ? JSON.parse(fs.readFileSync(report, 'utf8')) : {}
}

/** Tests that work on the database: those are run again on another PostgreSQL. */
export function databaseTests() {
  return ['src', 'test']
    .flatMap((folder) => testsUnder(folder))
    .filter((file) =>
      /\btest\/app\.ts'|from '\.\/app\.ts'|\binject\(/.test(fs.readFileSync(path.join(root, file), 'utf8')),
    )
}

function testsUnder(folder) {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const place = path.join(folder, entry.name)
    if (entry.isDirectory()) return testsUnder(place)
    return /\.test\.tsx?$/.test(entry.name) ? [place] : []
  })
}
