import { createHmac, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { StartError } from './start-error.ts'

const Key = z.string().min(32)

/** What an installation must keep to itself, in `<dataDir>/secrets.json` (mode 0600). */
const Secrets = z.object({
  /** Passwords of the database roles derive from it. Belongs to this folder: never carried by a backup. */
  databaseKey: Key,
  /** Joined to residents' codes before they are hashed: without it no code can be checked again. */
  codePepper: Key,
  /** Signs cookies and links. */
  cookieSecret: Key,
})
export type Secrets = z.infer<typeof Secrets>

const newKey = () => randomBytes(32).toString('base64url')

const file = (dataDir: string) => path.join(dataDir, 'secrets.json')

/** The installation's secrets, made the first time. */
export function readSecrets(dataDir: string): Secrets {
  try {
    return readOrCreate(dataDir)
  } catch (cause) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause
    throw new StartError(
      `Ce compte (${os.userInfo().username}) ne peut pas lire ou écrire le dossier de données ${dataDir}.\n` +
        `Lancez Tablée avec le compte à qui il appartient, ou choisissez un autre dossier (variable TABLEE_DATA).`,
      { cause },
    )
  }
}

function readOrCreate(dataDir: string): Secrets {
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  if (!fs.existsSync(file(dataDir))) {
    if (fs.existsSync(path.join(dataDir, 'postgres', 'PG_VERSION')))
      throw new StartError(
        `Le fichier ${file(dataDir)} manque : il contient les mots de passe de la base qui se trouve à côté.\n` +
          `Remettez-le depuis une copie du dossier de données.`,
      )
    create(dataDir, { databaseKey: newKey(), codePepper: newKey(), cookieSecret: newKey() })
  }
  const text = fs.readFileSync(file(dataDir), 'utf8')
  try {
    return Secrets.parse(JSON.parse(text))
  } catch (cause) {
    throw new StartError(
      `Le fichier ${file(dataDir)} est illisible ou incomplet : remettez-le depuis une copie.`,
      {
        cause,
      },
    )
  }
}

/** Two processes may start at once on an empty folder: `link` lets only one file win, whole. */
function create(dataDir: string, secrets: Secrets): void {
  const draft = writeDraft(dataDir, secrets)
  try {
    fs.linkSync(draft, file(dataDir))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    fs.rmSync(draft)
  }
}

/** Prepares other secrets (those of a restored backup); `put` makes them the folder's. */
export function draftSecrets(dataDir: string, changes: Partial<Secrets>): { put(): void; drop(): void } {
  const draft = writeDraft(dataDir, { ...readSecrets(dataDir), ...changes })
  return { put: () => fs.renameSync(draft, file(dataDir)), drop: () => fs.rmSync(draft, { force: true }) }
}

function writeDraft(dataDir: string, secrets: Secrets): string {
  const draft = `${file(dataDir)}.${randomBytes(6).toString('hex')}`
  const descriptor = fs.openSync(draft, 'wx', 0o600)
  fs.writeSync(descriptor, `${JSON.stringify(secrets, null, 2)}\n`)
  fs.fsyncSync(descriptor)
  fs.closeSync(descriptor)
  return draft
}

export function rolePassword(secrets: Secrets, role: string): string {
  return createHmac('sha256', secrets.databaseKey).update(`role:${role}`).digest('base64url')
}
