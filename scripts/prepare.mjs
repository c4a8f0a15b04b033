// What a checkout needs before it can run: the right Node, the packages of its lock file, a build of its sources.
// Plain JavaScript without any package: it runs before there is one. Speaks on stderr, so that a command's output stays clean.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const inRoot = (...names) => path.join(root, ...names)

export function say(text) {
  process.stderr.write(`${text}\n`)
}

/** Ends the process with a sentence for whoever launched it. */
export function giveUp(text) {
  say(text)
  process.exit(1)
}

export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  giveUp(
    `Tablée demande Node 20.19 ou plus récent (24 conseillé) ; celui-ci est en version ${process.versions.node}.\n` +
      `Installez-en un depuis https://nodejs.org, puis relancez.`,
  )
}

function npm(...args) {
  const [program, first] = process.env.npm_execpath
    ? [process.execPath, [process.env.npm_execpath]]
    : ['npm', []]
  // stdout belongs to the command that needs us
  const { status, error } = spawnSync(program, [...first, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
  if (error)
    giveUp(`npm est introuvable : il accompagne Node, vérifiez l’installation de Node. (${error.message})`)
  return status === 0
}

const read = (file) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null)

/** Installs the packages when they are not those of package-lock.json. */
export function ensureInstalled() {
  const lock = fs.readFileSync(inRoot('package-lock.json'), 'utf8')
  const digest = createHash('sha256').update(lock).digest('hex')
  const mark = inRoot('node_modules', '.tablee-lock')
  if (read(mark) === digest) return
  if (!holdsAll(JSON.parse(lock))) {
    say('Installation des bibliothèques (npm ci)…')
    fs.rmSync(mark, { force: true })
    const options = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
    if (!npm('ci', ...options)) {
      say(
        'npm ci n’a pas abouti ; essai avec npm install, qui accepte qu’il manque le paquet d’une autre plateforme…',
      )
      if (!npm('install', '--no-save', ...options))
        giveUp('L’installation a échoué : voyez le message de npm ci-dessus, puis relancez.')
    }
  }
  try {
    fs.writeFileSync(mark, digest)
  } catch {
    // installed by another account: looked at again next time
  }
}

/** Whether an install made by hand (npm ci) is that of the lock file: npm keeps its own list of what it put there. */
function holdsAll(lock) {
  const list = read(inRoot('node_modules', '.package-lock.json'))
  if (!list) return false
  const present = JSON.parse(list).packages
  return Object.entries(lock.packages).every(
    ([place, wanted]) =>
      place === '' || wanted.optional || wanted.devOptional || present[place]?.version === wanted.version,
  )
}

const BUILD = 'dist'

/** Builds when a source is younger than the build. Without the build's tools (`npm ci --omit=dev`) what is built serves. */
export function ensureBuilt() {
  const mark = inRoot(BUILD, '.tablee-build')
  const built = fs.statSync(mark, { throwIfNoEntry: false })?.mtimeMs ?? 0
  const sources = ['src', 'package-lock.json', 'vite.config.ts', 'tsconfig.json']
  if (!sources.some((source) => isYounger(inRoot(source), built))) return
  if (!fs.existsSync(inRoot('node_modules', 'vite'))) {
    if (built) return
    giveUp(
      'Tablée n’est pas construite et ce qui la construit n’est pas installé : lancez « npm ci », puis relancez.',
    )
  }
  say('Construction de Tablée…')
  fs.rmSync(mark, { force: true })
  const started = new Date()
  if (!build()) giveUp('La construction a échoué : voyez le message ci-dessus.')
  fs.writeFileSync(mark, '')
  // a source saved while we were building is younger than its build
  fs.utimesSync(mark, started, started)
}

/** What `npm run build` does, without the list of what it made. */
function build() {
  const vite = inRoot('node_modules', 'vite', 'bin', 'vite.js')
  return [[], ['--ssr']].every((side) => {
    const args = [vite, 'build', ...side, '--logLevel', 'warn']
    return spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] }).status === 0
  })
}

/** A folder's own date tells of files that were added or removed. */
function isYounger(place, since) {
  const found = fs.statSync(place, { throwIfNoEntry: false })
  if (!found) return false
  if (found.mtimeMs > since && !place.includes('.test.')) return true
  return found.isDirectory() && fs.readdirSync(place).some((name) => isYounger(path.join(place, name), since))
}
