import type { Command } from 'commander'
import { runChecks, type Finding } from '../db/checks.ts'
import { inCaisse } from '../db/db.ts'
import type { Installation } from '../installation.ts'
import { Refusal } from '../kit/refusal.ts'
import { findCaisse, listCaisses, type Caisse } from '../modules/caisses/store.ts'
import { readJournal, readSeals } from '../modules/ledger/exports.ts'
import { sealJournal } from '../modules/ledger/seal.ts'
import { verifyJournal, type ExportedTransfer, type Verdict } from '../modules/ledger/verify-journal.ts'
import { readExportedSeals, readExportedTransfers } from './export/journal-file.ts'
import { Misuse } from './misuse.ts'
import { progressOf } from './progress.ts'
import { answering, type Answer, type Session } from './session.ts'

type VerifyOptions = { export?: string; empreinte?: string }

export function addVerifierCommand(
  program: Command,
  session: Session,
  exitWith: (code: number) => void,
): void {
  const { t } = session
  const verify = program
    .command('verifier')
    .description(t('cli.command.verifier'))
    .argument('[caisse]', t('cli.argument.caisseSeule'))
    .option('--export <dossier>', t('cli.option.export'))
    .option('--empreinte <hex>', t('cli.option.empreinteNotee'), head)
  answering(session, verify, async (slug: string | undefined, options: VerifyOptions) => {
    const { export: folder, empreinte } = options
    if (folder !== undefined && slug !== undefined) throw new Refusal('export_or_caisse')
    if (empreinte !== undefined && folder === undefined && slug === undefined)
      throw new Refusal('head_of_which')
    const looks =
      folder === undefined
        ? await verifyDatabase(session, slug, empreinte)
        : [await verifyExport(session, folder, empreinte)]
    if (looks.some(({ findings, verdict }) => findings.length > 0 || verdict.problem)) exitWith(1)
    return answerOf(session, looks)
  })
}

function head(typed: string): string {
  if (/^[0-9a-f]{64}$/i.test(typed)) return typed.toLowerCase()
  throw new Misuse('head', { typedText: typed })
}

type Look = { name: string; checks: number; findings: Finding[]; verdict: Verdict }

/** Needs nothing but the folder: whoever holds an export can do it without Tablée's database. */
async function verifyExport({ io, t }: Session, folder: string, anchor?: string): Promise<Look> {
  const seals = await readExportedSeals(folder)
  const total = seals.reduce((sum, seal) => sum + Number(seal.transfers), 0)
  const tell = progressOf(io, t, t('cli.said.verifying', { nameText: folder }))
  const verdict = await verifyJournal(counted(readExportedTransfers(folder), total, tell), seals, anchor)
  return { name: folder, checks: 0, findings: [], verdict }
}

async function verifyDatabase(session: Session, slug: string | undefined, anchor?: string): Promise<Look[]> {
  const installation = await session.open()
  const { db } = installation.app
  const one = slug === undefined ? undefined : await findCaisse(db, slug)
  if (slug !== undefined && !one) throw new Refusal('unknown_caisse', {}, 404)
  const caisses = one ? [one] : await listCaisses(db)
  const looks: Look[] = []
  for (const caisse of caisses) looks.push(await verifyCaisse(session, installation, caisse, anchor))
  return looks
}

/** As the owner, like the worker: seals what is due, then reads the journal at one instant. */
async function verifyCaisse(
  { io, t }: Session,
  { ownerApp }: Installation,
  caisse: Caisse,
  anchor?: string,
): Promise<Look> {
  await inCaisse(ownerApp.db, caisse.id, (tx) => sealJournal(tx, ownerApp.now()))
  const { checks, findings } = await runChecks(ownerApp.db, caisse.id)
  const tell = progressOf(io, t, t('cli.said.verifying', { nameText: caisse.slug }))
  const verdict = await inCaisse(
    ownerApp.db,
    caisse.id,
    async (tx) => {
      const seals = await readSeals(tx)
      const total = seals.reduce((sum, seal) => sum + Number(seal.transfers), 0)
      return verifyJournal(counted(oneByOne(readJournal(tx)), total, tell), seals, anchor)
    },
    { snapshot: true },
  )
  return { name: caisse.slug, checks, findings, verdict }
}

async function* oneByOne(pages: AsyncIterable<ExportedTransfer[]>): AsyncGenerator<ExportedTransfer> {
  for await (const page of pages) yield* page
}

async function* counted(
  transfers: AsyncIterable<ExportedTransfer>,
  sealed: number,
  tell: (progress: { done: number; total: number }) => void,
): AsyncGenerator<ExportedTransfer> {
  let done = 0
  for await (const transfer of transfers) {
    done += 1
    if (done % 1000 === 0 && done < sealed) tell({ done, total: sealed })
    yield transfer
  }
  tell({ done, total: done })
}

function answerOf({ t }: Session, looks: readonly Look[]): Answer {
  return {
    json: looks.map(({ name, checks, findings, verdict }) => ({
      nom: name,
      controles: checks,
      constats: findings.map(({ check, rows }) => ({ controle: check, lignes: rows })),
      journal: {
        ecritures: verdict.transfers,
        sceaux: verdict.seals,
        nonScellees: verdict.unsealed,
        empreinte: verdict.head,
        probleme: verdict.problem && {
          sceau: verdict.problem.seal,
          code: verdict.problem.kind,
          message: t(`cli.verdict.${verdict.problem.kind}`, { sealNumber: verdict.problem.seal }),
        },
      },
    })),
    text:
      looks.length === 0 ? `${t('cli.said.noCaisse')}\n` : looks.map((look) => textOf(look, t)).join('\n'),
  }
}

function textOf({ name, checks, findings, verdict }: Look, t: Session['t']): string {
  const { problem } = verdict
  const lines = [
    name,
    ...(checks > 0 ? [t('cli.said.checks', { count: checks, findings: findings.length })] : []),
    ...findings.map(({ check, rows }) =>
      t('cli.said.finding', { nameText: check, count: rows.length, rowsText: JSON.stringify(rows[0]) }),
    ),
    t('cli.said.journal', { transfers: verdict.transfers, seals: verdict.seals, unsealed: verdict.unsealed }),
    problem
      ? t(`cli.verdict.${problem.kind}`, { sealNumber: problem.seal })
      : t('cli.said.head', { digestText: verdict.head }),
  ]
  return `${lines.join('\n')}\n`
}
