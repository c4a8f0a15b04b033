import type { Command } from 'commander'
import { Refusal } from '../kit/refusal.ts'
import type { CaisseTx } from '../db/db.ts'
import type { Translate } from '../kit/i18n/translate.ts'
import type { Month } from '../kit/month.ts'
import { prepareMonth } from '../modules/allocations/actions/prepare.ts'
import {
  approveRun,
  cancelRun,
  issueRun,
  issueRunToTheEnd,
  runSummary,
} from '../modules/allocations/actions/run.ts'
import { differencesFromLastMonth, type Change } from '../modules/allocations/store/differences.ts'
import { listLines, type ShownLine } from '../modules/allocations/store/lines.ts'
import { listRuns, type Run } from '../modules/allocations/store/runs.ts'
import { key, month } from './misuse.ts'
import { progressOf } from './progress.ts'
import { table } from './regles/table.ts'
import { answering, describe, type Acting, type Answer, type Inside, type Session } from './session.ts'

type Signing = Acting & { par: string }

export function addMoisCommands(program: Command, session: Session): void {
  const { t } = session
  const mois = describe(program, session, 'mois', 'cli.command.mois')
  const ofMonth = (name: string, text: Parameters<typeof describe>[3]) =>
    describe(mois, session, name, text)
      .argument('<caisse>', t('cli.argument.caisse'))
      .argument('<mois>', t('cli.argument.mois'), month)
  const signed = (command: Command) =>
    command
      .requiredOption('--par <courriel>', t('cli.option.signataire'))
      .option('--cle <UUID>', t('cli.option.cle'), key)

  answering(
    session,
    signed(ofMonth('preparer', 'cli.command.moisPreparer')),
    (slug: string, asked: Month, options: Signing) => prepare(session, slug, asked, options),
  )
  answering(session, ofMonth('lignes', 'cli.command.moisLignes'), (slug: string, asked: Month) =>
    lines(session, slug, asked),
  )
  answering(
    session,
    signed(ofMonth('approuver', 'cli.command.moisApprouver')).option(
      '--empreinte <hex>',
      t('cli.option.empreinteVue'),
    ),
    (slug: string, asked: Month, options: Signing & { empreinte?: string }) =>
      approve(session, slug, asked, options),
  )
  answering(
    session,
    signed(ofMonth('emettre', 'cli.command.moisEmettre')),
    (slug: string, asked: Month, options: Signing) => issue(session, slug, asked, options),
  )
  answering(
    session,
    signed(ofMonth('abandonner', 'cli.command.moisAbandonner')),
    async (slug: string, asked: Month, options: Signing) => {
      const inside = await session.inside(slug)
      const run = await runOf(inside, asked)
      await cancelRun(await inside.call(options), { runId: run.id })
      return { json: { calcul: run.id }, text: `${inside.t('cli.said.runCancelled', { month: asked })}\n` }
    },
  )
}

/** The month's run: the one that waits, else the last. */
async function runOf({ read }: Inside, asked: Month): Promise<Run> {
  const [run] = await read((tx) => listRuns(tx, asked))
  if (!run) throw new Refusal('month_not_prepared', { month: asked }, 404)
  return run
}

async function prepare(session: Session, slug: string, asked: Month, options: Signing): Promise<Answer> {
  const inside = await session.inside(slug)
  const { runId } = await prepareMonth(await inside.call(options), { month: asked })
  return shown(inside, runId)
}

/** What is signed, as a summary: totals, whether the money is there, what changed. */
async function shown({ read, t }: Inside, runId: string): Promise<Answer> {
  const [run, differences] = await read(
    async (tx) => [await runSummary(tx, runId), await differencesFromLastMonth(tx, runId)] as const,
  )
  const { month: asked, coverage } = run
  const digest = run.digest.toString('hex')
  const covered = coverage.missingCents === 0
  const amounts: [string, string][] = [
    [t('months.run.households'), String(run.outcomes.granted.households)],
    [t('months.run.granted'), t.rights(run.grantedCents)],
    [t('months.run.contributions'), t.money(run.contributionsCents)],
    [t('months.run.expired'), t.rights(run.expiredCents)],
    [t('months.run.euros'), t.money(coverage.eurosCents)],
    [t('months.run.circulation'), t.rights(coverage.circulationCents)],
    [t('months.run.claims'), t.rights(coverage.claimsCents)],
    [t('months.run.needed'), t.rights(coverage.neededCents)],
  ]
  const changes = (['new', 'gone', 'changed'] as const satisfies readonly Change[]).filter(
    (change) => differences.totals[change].households > 0,
  )
  return {
    json: {
      calcul: runId,
      mois: asked,
      numero: run.number,
      etat: run.status,
      foyers: run.outcomes.granted.households,
      enAttente: run.outcomes.waiting.households,
      lignes: run.lines,
      allocationCents: run.grantedCents,
      cotisationCents: run.contributionsCents,
      perimeCents: run.expiredCents,
      couverture: coverage,
      ecarts: { depuis: differences.since, ...differences.totals },
      empreinte: digest,
      signatures: run.signatures.map(({ name, at }) => ({ nom: name, le: at.toISOString() })),
    },
    text: [
      t(run.number === 1 ? 'months.run.title' : 'months.run.complement', {
        month: asked,
        numberText: run.number - 1,
      }),
      table(amounts, [1]).trimEnd(),
      covered
        ? t('months.run.coverageCovered')
        : t('months.run.coverageMissing', { cents: coverage.missingCents }),
      differences.since === null
        ? t('months.run.differencesFirst')
        : changes.length === 0
          ? t('months.run.differencesNone', { month: differences.since })
          : [
              t('months.run.differences', { month: differences.since }),
              table(
                changes.map((change) => [
                  t(`months.run.${change}`),
                  String(differences.totals[change].households),
                  t.rights(differences.totals[change].cents),
                ]),
                [1, 2],
              ).trimEnd(),
            ].join('\n'),
      ...signaturesText(run.signatures, t),
      t('cli.said.digest', { digestText: digest }),
      '',
    ].join('\n'),
  }
}

function signaturesText(signatures: readonly { name: string; at: Date }[], t: Translate): string[] {
  if (signatures.length === 0) return [t('months.run.signaturesNone')]
  return signatures.map(({ name, at }) =>
    t('months.run.signedBy', { nameText: name, instantText: t.instant(at) }),
  )
}

async function lines(session: Session, slug: string, asked: Month): Promise<Answer> {
  const inside = await session.inside(slug)
  const { t } = inside
  const run = await runOf(inside, asked)
  const all = await inside.read((tx) => allLines(tx, run.id))
  const reason = (line: ShownLine) => t(line.reason.code, line.reason.params)
  const head = [
    t('months.run.household'),
    t('months.run.contribution'),
    t('months.run.allocation'),
    t('months.run.reason'),
  ]
  return {
    json: {
      calcul: run.id,
      mois: asked,
      etat: run.status,
      empreinte: run.digest.toString('hex'),
      lignes: all.map((line) => ({
        ligne: line.line,
        foyer: line.householdId,
        nom: line.name,
        cotisationCents: line.contributionCents,
        allocationCents: line.outcome === 'granted' ? line.amountCents : 0,
        enAttente: line.outcome === 'waiting',
        perimeCents: line.expiredCents,
        raison: reason(line),
      })),
    },
    text: table(
      [
        head,
        ...all.map((line) => [
          line.name,
          t.money(line.contributionCents),
          t.rights(line.outcome === 'granted' ? line.amountCents : 0),
          reason(line),
        ]),
      ],
      [1, 2],
    ),
  }
}

const PAGE = 10_000

async function allLines(tx: CaisseTx, runId: string): Promise<ShownLine[]> {
  const all: ShownLine[] = []
  for (;;) {
    const page = await listLines(tx, runId, { after: all.at(-1)?.line ?? 0, limit: PAGE })
    for (const line of page) all.push(line)
    if (page.length < PAGE) return all
  }
}

async function approve(
  session: Session,
  slug: string,
  asked: Month,
  options: Signing & { empreinte?: string },
): Promise<Answer> {
  const inside = await session.inside(slug)
  const run = await runOf(inside, asked)
  const digest = options.empreinte?.toLowerCase() ?? run.digest.toString('hex')
  await approveRun(await inside.call(options), { runId: run.id, digest })
  return shown(inside, run.id)
}

async function issue(session: Session, slug: string, asked: Month, options: Signing): Promise<Answer> {
  const inside = await session.inside(slug)
  const { app, caisse, t } = inside
  const { id: runId } = await runOf(inside, asked)
  await issueRun(await inside.call(options), { runId })
  await issueRunToTheEnd(app, caisse.id, runId, progressOf(session.io, t, t('cli.said.issuing')))
  const run = await inside.read((tx) => runSummary(tx, runId))
  return {
    json: {
      calcul: runId,
      mois: asked,
      etat: run.status,
      foyers: run.outcomes.granted.households,
      allocationCents: run.grantedCents,
    },
    text: `${t('cli.said.issued', { month: asked, count: run.outcomes.granted.households, rightsCents: run.grantedCents })}\n`,
  }
}
