// What the tests need from the machine: a browser, and a PostgreSQL other than ours.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { say } from '../prepare.mjs'

const found = (command) =>
  (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, command))
    .find((file) => fs.existsSync(file))

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
const MAC_BROWSERS = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
]

export function findBrowser() {
  return (
    process.env.CHROMIUM ||
    BROWSERS.map(found).find(Boolean) ||
    MAC_BROWSERS.map((name) => `/Applications/${name}`).find((file) => fs.existsSync(file))
  )
}

export function hasPostgres() {
  const installed = '/usr/lib/postgresql'
  return (
    fs.existsSync(installed) &&
    fs
      .readdirSync(installed)
      .some((version) => Number(version) >= 15 && fs.existsSync(`${installed}/${version}/bin/postgres`))
  )
}

/** Through apt-get on Debian and Ubuntu, as root or with sudo; elsewhere what is there must do. */
export function installSystemPackages() {
  const missing = [...(findBrowser() ? [] : ['chromium']), ...(hasPostgres() ? [] : ['postgresql'])]
  if (missing.length === 0 || !found('apt-get')) return
  const root = process.getuid?.() === 0
  // without a terminal sudo cannot ask for a password
  const sudo = root ? [] : process.stdin.isTTY ? ['sudo'] : ['sudo', '--non-interactive']
  if (!root && !found('sudo')) return
  say(`Installation de ${missing.join(' et ')} (apt-get)…`)
  const aptGet = (...args) => {
    const [program, ...rest] = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args]
    return spawnSync(program, rest, { stdio: [root ? 'ignore' : 'inherit', 2, 2] }).status === 0
  }
  if (!aptGet('update')) say('apt-get update n’a pas abouti : on continue avec la liste connue.')
  // one by one: where one is unknown the other still installs
  for (const name of missing)
    if (!aptGet('install', '--yes', '--no-install-recommends', name))
      say(`« ${name} » n’a pas pu être installé.`)
}
