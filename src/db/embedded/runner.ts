import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { StartError } from '../start-error.ts'

/** Under which identity PostgreSQL runs: it refuses root. */
export type Runner = { prefix: readonly string[]; user?: { uid: number; gid: number } }

/**
 * In a user namespace of its own, root is an ordinary user in PostgreSQL's eyes, while its files stay root's:
 * no system user is needed, and the data may lie under a folder that others cannot enter.
 */
const namespace: Runner = { prefix: ['unshare', '--user', '--map-user=1000', '--map-group=1000'] }

/** `cluster` need not exist yet; its parent must. */
export function chooseRunner(cluster: string, bin: string): Runner {
  if (process.getuid?.() !== 0) {
    refuseForeignCluster(cluster)
    return { prefix: [] }
  }
  const candidates = fs.existsSync(cluster) ? [ownerOf(cluster)] : [namespace, ownerOf(bin), ...systemUsers()]
  const runner = candidates.find((candidate) => canRun(candidate, cluster, bin))
  if (runner) return runner
  if (fs.existsSync(cluster) && fs.statSync(cluster).uid === 0)
    throw new StartError(
      `PostgreSQL refuse de tourner en root, et cette machine n’a pas ce qui l’isolait quand la base a été créée\n` +
        `(espaces de noms, commande unshare). Donnez la base à un autre compte, puis relancez :\n` +
        `  chown -R nobody: ${cluster} ${path.join(path.dirname(cluster), 'run')}`,
    )
  throw new StartError(
    `PostgreSQL refuse de tourner en root, et cette machine ne permet pas de l’isoler (espaces de noms interdits) :\n` +
      `le compte qui le ferait tourner ne peut pas entrer dans ${path.dirname(cluster)} ou lire ${bin}.\n` +
      `Au choix : lancez Tablée avec un compte ordinaire ; placez-la dans un dossier que tous peuvent lire (/opt/tablee) ;\n` +
      `ou donnez l’adresse d’un serveur PostgreSQL (variable DATABASE_URL).`,
  )
}

function refuseForeignCluster(cluster: string): void {
  const owner = fs.statSync(cluster, { throwIfNoEntry: false })?.uid
  if (owner === undefined || owner === process.getuid?.()) return
  throw new StartError(
    `La base ${cluster} appartient à un autre compte (numéro ${owner}).\n` +
      `Relancez Tablée avec ce compte, ou donnez-vous le dossier : chown -R "$(id -u):$(id -g)" ${path.dirname(cluster)}`,
  )
}

/** A cluster is only ever served by the account that owns its files; a checkout's owner can read it wherever it is. */
function ownerOf(folder: string): Runner {
  const { uid, gid } = fs.statSync(folder)
  return uid === 0 ? namespace : { prefix: [], user: { uid, gid } }
}

function systemUsers(): Runner[] {
  return ['postgres', 'nobody'].flatMap((name) => {
    const [uid, gid] = ['-u', '-g'].map((what) => spawnSync('id', [what, name], { encoding: 'utf8' }).stdout)
    return uid && gid ? [{ prefix: [], user: { uid: Number(uid), gid: Number(gid) } }] : []
  })
}

function canRun(runner: Runner, cluster: string, bin: string): boolean {
  try {
    execFileSync(
      ...command(runner, 'sh', [
        '-c',
        'test -x "$1" && "$2" --version',
        'sh',
        path.dirname(cluster),
        `${bin}/postgres`,
      ]),
      { ...runner.user, stdio: 'ignore', cwd: '/' },
    )
    return true
  } catch {
    return false
  }
}

/** Program and arguments as the runner starts them. */
export function command(runner: Runner, program: string, args: readonly string[]): [string, string[]] {
  const [first, ...rest] = [...runner.prefix, program, ...args]
  return [first!, rest]
}

export function give(runner: Runner, place: string): void {
  if (runner.user) fs.chownSync(place, runner.user.uid, runner.user.gid)
}
