import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { backup, restore } from '../db/backup.ts'
import { openDb, openPool } from '../db/db.ts'
import { openServer } from '../db/server.ts'
import { Refusal } from '../kit/refusal.ts'
import { replayErasures } from '../modules/retention/jobs.ts'
import { progressOf } from './progress.ts'
import { answering, type Answer, type Session } from './session.ts'

export function addSauvegardeCommands(program: Command, session: Session): void {
  const { t } = session
  const save = program
    .command('sauvegarder')
    .description(t('cli.command.sauvegarder'))
    .argument('<fichier>', t('cli.argument.sauvegarde'))
  answering(session, save, (path: string) => saveTo(session, path))
  const load = program
    .command('restaurer')
    .description(t('cli.command.restaurer'))
    .argument('<fichier>', t('cli.argument.sauvegarde'))
  answering(session, load, (path: string) => restoreFrom(session, path))
}

type Summary = Awaited<ReturnType<typeof backup>>

async function saveTo(session: Session, path: string): Promise<Answer> {
  const passphrase = await passphraseOf(session, { twice: true })
  const { app, server } = await session.open()
  const progress = tell(session, 'cli.said.saving')
  const summary = await backup(server.ownerUrl, path, { dataDir: app.dataDir, passphrase, progress })
  return answerOf(session, summary, path, 'cli.said.saved')
}

/** Never beside a running Tablée: what it fills is empty, and nobody works in it yet. */
async function restoreFrom(session: Session, path: string): Promise<Answer> {
  const passphrase = await passphraseOf(session, { twice: false })
  const dataDir = resolve(session.env.TABLEE_DATA ?? 'data')
  mkdirSync(dataDir, { recursive: true })
  const server = await openServer(session.env, dataDir)
  try {
    const progress = tell(session, 'cli.said.restoring')
    const summary = await restore(server.ownerUrl, path, { dataDir, passphrase, progress })
    await eraseAgain(server.ownerUrl, dataDir)
    return answerOf(session, summary, path, 'cli.said.restored')
  } finally {
    await server.stop()
  }
}

/** A backup knows people who were erased since it was made: `effacements.csv` forgets them again, before anybody looks. */
async function eraseAgain(ownerUrl: string, dataDir: string): Promise<void> {
  const db = openDb(openPool(ownerUrl, 2))
  try {
    await replayErasures({ db, dataDir, now: () => new Date() })
  } finally {
    await db.destroy()
  }
}

async function passphraseOf({ env, io, t }: Session, { twice }: { twice: boolean }): Promise<string> {
  if (env.TABLEE_PHRASE) return env.TABLEE_PHRASE
  const typed = await io.askSecret(t('cli.said.passphrase'))
  if (typed === null) throw new Refusal('passphrase_needed')
  if (twice && (await io.askSecret(t('cli.said.passphraseAgain'))) !== typed)
    throw new Refusal('passphrases_differ')
  return typed
}

function tell({ io, t }: Session, key: 'cli.said.saving' | 'cli.said.restoring') {
  const progress = progressOf(io, t, t(key))
  return ({ position, of }: { position: number; of: number }) => progress({ done: position, total: of })
}

function answerOf(
  { t }: Session,
  { tables }: Summary,
  path: string,
  key: 'cli.said.saved' | 'cli.said.restored',
): Answer {
  const counts = Object.values(tables)
  const rows = counts.reduce((sum, one) => sum + one.rows, 0)
  return {
    json: { fichier: path, tables: counts.length, lignes: rows },
    text: `${t(key, { nameText: path, tables: counts.length, rows })}\n`,
  }
}
