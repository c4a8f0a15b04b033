import type { Command } from 'commander'
import { Refusal } from '../kit/refusal.ts'
import { parseAmount } from '../kit/money.ts'
import { monthOf, type Month } from '../kit/month.ts'
import { recordReceipts } from '../modules/contributions/actions/receipts.ts'
import type { ReceiptMethod } from '../modules/contributions/rules/receipt.ts'
import { allDueStates, type DueState } from '../modules/contributions/store/due-states.ts'
import { listHouseholds } from '../modules/people/store/listing.ts'
import { amount, day, key, month, oneOf, plain } from './misuse.ts'
import { table } from './regles/table.ts'
import { answering, describe, type Acting, type Answer, type Inside, type Session } from './session.ts'

const METHOD_WORDS: Readonly<Record<string, ReceiptMethod>> = {
  especes: 'cash',
  cheque: 'cheque',
  virement: 'transfer',
  carte: 'card',
  partenaire: 'third_party',
}

export function addCotisationsCommands(program: Command, session: Session): void {
  const { t } = session
  const group = describe(program, session, 'cotisations', 'cli.command.cotisations')
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
  const household = await householdNamed(inside, options.foyer)
  const receipt = {
    householdId: household.id,
    amount: options.montant,
    method: options.moyen,
    receivedOn: options.date ?? inside.today,
    ...(options.reference === undefined ? {} : { reference: options.reference }),
  }
  const answer = await recordReceipts(await inside.call(options), { receipts: [receipt] })
  return {
    json: { foyer: household.id, ...answer },
    text: `${inside.t('cli.said.received', { cents: parseAmount(options.montant)!, nameText: household.name })}\n`,
  }
}

/** The one household of that reference, name or id. */
async function householdNamed({ read }: Inside, typed: string): Promise<{ id: string; name: string }> {
  const { households } = await read((tx) => listHouseholds(tx, { search: typed, limit: 100 }))
  const exact = households.filter(
    (each) =>
      plain(each.name) === plain(typed) || plain(each.paymentReference) === plain(typed).replaceAll(' ', ''),
  )
  const [one, another] = exact.length > 0 ? exact : households
  if (!one) throw new Refusal('no_such_household', { nameText: typed }, 404)
  if (another) {
    const found = exact.length > 0 ? exact : households
    throw new Refusal('several_households', {
      nameText: typed,
      idsText: found.map((each) => `${each.name} ${each.paymentReference}`).join(', '),
    })
  }
  return one
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
