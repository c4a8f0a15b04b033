// `npm run verify`: installs what the tests need, builds, and passes them all. Its last line counts them.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { ensureBuilt, ensureInstalled, requireNode, say } from './prepare.mjs'
import { check, databaseTests, playwright, vitest } from './verify/parts.mjs'
import { findBrowser, hasPostgres, installSystemPackages } from './verify/system.mjs'

requireNode()
ensureInstalled()
installSystemPackages()
ensureBuilt()

const results = []
const reports = fs.mkdtempSync(path.join(os.tmpdir(), 'tablee-verify-'))

async function part(name, work) {
  console.log(`\n── ${name}`)
  const started = Date.now()
  const outcome = await work()
  results.push({ name, seconds: Math.round((Date.now() - started) / 1000), ...outcome })
}

async function onDebian() {
  if (!hasPostgres())
    return {
      skipped: 'PostgreSQL 15 ou plus n’est pas installé sur cette machine (apt-get install postgresql)',
    }
  const { tsImport } = await import('tsx/esm/api')
  const { startDebianCluster } = await tsImport('../test/debian-cluster.ts', import.meta.url)
  const cluster = await startDebianCluster()
  try {
    console.log(`PostgreSQL ${cluster.version}`)
    const env = { TABLEE_TEST_DATABASE: 'debian', TABLEE_TEST_SERVER: cluster.superUrl }
    return await vitest(reports, 'debian', databaseTests(), env)
  } finally {
    await cluster.stop()
  }
}

async function journeys() {
  const browser = findBrowser()
  if (browser) return playwright(reports, { CHROMIUM: browser })
  say(
    'Aucun navigateur : installez Chromium ou Chrome, ou donnez le chemin d’un tel navigateur dans CHROMIUM.',
  )
  return { passed: 0, failed: 1 }
}

await part('Mise en forme, types, règles de la maison', check)
await part('Tests, sur le PostgreSQL livré', () => vitest(reports, 'embedded'))
await part('Actions, sur le PostgreSQL de Debian', onDebian)
await part('Parcours dans un navigateur', journeys)
fs.rmSync(reports, { recursive: true, force: true })

console.log('\n── Bilan')
for (const { name, seconds, passed, failed, skipped } of results)
  console.log(
    `${name} : ${skipped ? `non faits, ${skipped}` : `${passed} réussis, ${failed} en échec, ${seconds} s`}`,
  )
const total = (kind) => results.reduce((sum, result) => sum + (result[kind] ?? 0), 0)
const failed = total('failed')
process.exitCode = failed === 0 ? 0 : 1
console.log(`${total('passed')} passed, ${failed} failed`)
