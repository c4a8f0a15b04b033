import type { Command } from 'commander'
import type { z } from 'zod'
import type { Translate } from '../kit/i18n/translate.ts'
import { parseAmount } from '../kit/cents.ts'
import { monthOf, type Month } from '../kit/month.ts'
import { Refusal } from '../kit/refusal.ts'
import { recordReceipts, undoReceipt, type ReceiptInput } from '../modules/contributions/actions/receipts.ts'
import type { ReceiptMethod } from '../modules/contributions/rules/receipt.ts'
import { allDueStates, type DueState } from '../modules/contributions/store/due-states.ts'
import { householdFinder } from './cotisations/households.ts'
import { METHOD_WORDS, readReceiptFile, type ReceiptProblem } from './cotisations/receipt-file.ts'
import { Problems, type Problem } from './failure.ts'
import { readFileOf } from './files.ts'
import { amount, day, key, month, oneOf } from './misuse.ts'
import { table } from './regles/table.ts'
import { answering, describe, type Acting, type Answer, type Session } from './session.ts'

export function addCotisationsCommands(program: Command, session: Session): void {
  const { t } = session
  const group = describe(program, session, 'cotisations', 'cli.command.cotisations').alias('cotisation')
  const receive = describe(group, session, 'recevoir', 'cli.command.cotisationsRecevoir')
    .argument('<caisse>', t('cli.argument.caisse'))
    .requiredOption('--foyer <référence|nom|id>', t('cli.option.foyer'))
    .requiredOption('--montant <montant>', t('cli.option.montant'), amount)
    .requiredOption(
      '--moyen <moyen>',
      t('cli.option.moyen', { wordsText: Object.keys(METHOD_WORDS).join(', ') }),
      oneOf(METHOD_WORDS),
    )
    .option('--date <AAAA-MM-JJ>', t('cli.option.date'), day)
    .option('--reference <texte>', t('cli.option.reference'))
    .option('--par <courriel>', t('cli.option.par'))
    .option('--cle <UUID>', t('cli.option.cle'), key)
  answering(session, receive, (slug: string, options: ReceiveOptions) => receiveOne(session, slug, options))
  const load = describe(group, session, 'recues', 'cli.command.cotisationsRecues')
    .argument('<caisse>', t('cli.argument.caisse'))
    .argument('<fichier>', t('cli.argument.recus'))
    .option('--essai', t('cli.option.essai'))
    .option('--par <courriel>', t('cli.option.par'))
    .option('--cle <UUID>', t('cli.option.cle'), key)
  answering(session, load, (slug: string, path: string, options: LoadOptions) =>
    receiveFile(session, slug, path, options),
  )
  const undo = describe(group, session, 'annuler', 'cli.command.cotisationsAnnuler')
    .argument('<caisse>', t('cli.argument.caisse'))
    .argument('<encaissement>', t('cli.argument.encaissement'), key)
    .option('--par <courriel>', t('cli.option.par'))
    .option('--cle <UUID>', t('cli.option.cle'), key)
  answering(session, undo, async (slug: string, receiptId: string, options: Acting) => {
    const { call, t } = await session.inside(slug)
    const undoing = await undoReceipt(await call(options), { receiptId })
    return { json: { encaissement: undoing.receiptId }, text: `${t('cli.said.receiptUndone')}\n` }
  })
  const state = describe(group, session, 'etat', 'cli.command.cotisationsEtat')
    .argument('<caisse>', t('cli.argument.caisse'))
    .option('--mois <AAAA-MM>', t('cli.option.mois'), month)
  answering(session, state, (slug: string, options: { mois?: string }) =>
    stateOf(session, slug, options.mois),
  )
}

type ReceiveOptions = Acting & {
  foyer: string
  montant: string
  moyen: ReceiptMethod
  date?: string
  reference?: string
}

async function receiveOne(session: Session, slug: string, options: ReceiveOptions): Promise<Answer> {
  const inside = await session.inside(slug)
  const household = (await inside.read(householdFinder))(options.foyer)
  if (household instanceof Refusal) throw household
  const receipt = {
    householdId: household.id,
    amount: options.montant,
    method: options.moyen,
    receivedOn: options.date ?? inside.today,
    ...(options.reference === undefined ? {} : { reference: options.reference }),
  }
  const answer = await recordReceipts(await inside.call(options), { receipts: [receipt] })
  return {
    json: { foyer: household.id, encaissement: answer.receiptIds[0]! },
    text: `${inside.t('cli.said.received', { cents: parseAmount(options.montant)!, nameText: household.name })}\n`,
  }
}

type LoadOptions = Acting & { essai?: true }

/** A whole list or nothing of it: every line that is wrong is told first. */
async function receiveFile(
  session: Session,
  slug: string,
  path: string,
  options: LoadOptions,
): Promise<Answer> {
  const { lines, problems } = await readReceiptFile(await readFileOf(session.io, path))
  const { call, read, t, today } = await session.inside(slug)
  const named = await read(householdFinder)
  const receipts: z.input<typeof ReceiptInput>[] = []
  for (const { line, household, cents, method, receivedOn, reference } of lines) {
    const found = named(household)
    if (found instanceof Refusal) {
      if (household !== '') problems.push({ line, column: 'foyer', refusal: found })
    } else
      receipts.push({
        householdId: found.id,
        amount: cents,
        method,
        receivedOn: receivedOn ?? today,
        reference,
      })
  }
  if (problems.length > 0) throw new Problems(problems.map((problem) => sayProblem(problem, t)))
  const totalCents = lines.reduce((sum, { cents }) => sum + cents, 0)
  const counted = { recus: receipts.length, totalCents }
  const words = { count: receipts.length, cents: totalCents }
  if (options.essai)
    return { json: { essai: true, ...counted }, text: `${t('cli.said.wouldReceive', words)}\n` }
  const { receiptIds } = await recordReceipts(await call(options), { receipts }).catch((error: unknown) => {
    throw atFileLine(error, lines)
  })
  return {
    json: { essai: false, ...counted, encaissements: receiptIds },
    text: `${t('cli.said.receivedAll', words)}\n`,
  }
}

const sayProblem = ({ line, column, refusal }: ReceiptProblem, t: Translate): Problem => ({
  code: refusal.code,
  ligne: line,
  champ: column,
  message: t('cli.failure.line', {
    lineNumber: line,
    messageText: t('cli.failure.field', { fieldText: column, messageText: t(refusal) }),
  }),
})

/** The action counts the receipts of the list, people the lines of their file. */
function atFileLine(error: unknown, lines: readonly { line: number }[]): unknown {
  if (!(error instanceof Refusal) || typeof error.params['lineNumber'] !== 'number') return error
  const { line } = lines[error.params['lineNumber'] - 1]!
  return new Refusal(error.code, { ...error.params, lineNumber: line }, error.status)
}

async function stateOf(session: Session, slug: string, asked: Month | undefined): Promise<Answer> {
  const { read, t, today } = await session.inside(slug)
  const shown = asked ?? monthOf(today)
  const states = await read(async (tx) => {
    const all: DueState[] = []
    for await (const page of allDueStates(tx, shown)) all.push(...page)
    return all
  })
  const sum = (pick: (state: DueState) => number) => states.reduce((total, state) => total + pick(state), 0)
  const totals = {
    attenduCents: sum((state) => state.expectedCents),
    remisCents: sum((state) => state.waivedCents),
    recuCents: sum((state) => state.receivedCents),
    manqueCents: sum((state) => state.missingCents),
  }
  return {
    json: {
      mois: shown,
      ...totals,
      foyers: states.map((state) => ({
        foyer: state.householdId,
        nom: state.name,
        reference: state.paymentReference,
        attenduCents: state.expectedCents,
        remisCents: state.waivedCents,
        recuCents: state.receivedCents,
        manqueCents: state.missingCents,
        retardCents: state.lateCents,
        avanceCents: state.aheadCents,
        raison: t(state.reason.code, state.reason.params),
      })),
    },
    text: table(
      [
        [
          t('contributions.export.household'),
          t('contributions.export.due'),
          t('cli.said.receivedHead'),
          t('cli.said.missingHead'),
        ],
        ...states.map((state) => [
          state.name,
          t.money(state.expectedCents),
          t.money(state.receivedCents),
          t.money(state.missingCents),
        ]),
        [
          t('kit.figure.total'),
          t.money(totals.attenduCents),
          t.money(totals.recuCents),
          t.money(totals.manqueCents),
        ],
      ],
      [1, 2, 3],
    ),
  }
}
