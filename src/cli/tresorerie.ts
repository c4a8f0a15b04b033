import type { Command } from 'commander'
import { monthOf } from '../kit/month.ts'
import { Refusal } from '../kit/refusal.ts'
import {
  correctOpeningBalance,
  receiveTranche,
  recordGrant,
  recordOpeningBalance,
  signGrant,
} from '../modules/treasury/actions.ts'
import { depositToBank } from '../modules/treasury/actions/deposits.ts'
import { coverage, listGrants, position, runway, type Grant } from '../modules/treasury/store.ts'
import { amount, collect, day, key, Misuse, month, oneOf, plain, wholeNumber } from './misuse.ts'
import { table } from './regles/table.ts'
import { answering, describe, type Acting, type Answer, type Inside, type Session } from './session.ts'

type Signing = Acting & { par: string }

export function addTresorerieCommands(program: Command, session: Session): void {
  const { t } = session
  const group = describe(program, session, 'tresorerie', 'cli.command.tresorerie')
  const ofCaisse = (name: string, text: Parameters<typeof describe>[3]) =>
    describe(group, session, name, text).argument('<caisse>', t('cli.argument.caisse'))
  const signed = (command: Command) =>
    command
      .requiredOption('--par <courriel>', t('cli.option.signataire'))
      .option('--cle <UUID>', t('cli.option.cle'), key)

  // `tablee tresorerie CAISSE` shows it.
  const show = group
    .command('voir', { isDefault: true })
    .description(t('cli.command.tresorerieVoir'))
    .argument('<caisse>', t('cli.argument.caisse'))
    .option('--mois <AAAA-MM>', t('cli.option.mois'), month)
  answering(session, show, (slug: string, options: { mois?: string }) => showOne(session, slug, options))

  const opening = ofCaisse('solde', 'cli.command.tresorerieSolde')
    .requiredOption('--montant <montant>', t('cli.option.montant'), amount)
    .option('--corriger', t('cli.option.corriger'))
  answering(
    session,
    signed(opening),
    async (slug: string, options: Signing & { montant: string; corriger?: true }) => {
      const inside = await session.inside(slug)
      const record = options.corriger ? correctOpeningBalance : recordOpeningBalance
      await record(await inside.call(options), { amount: options.montant })
      return showOne(session, slug, {})
    },
  )

  const deposit = ofCaisse('remise', 'cli.command.tresorerieRemise')
    .requiredOption(
      '--depuis <especes|cheques>',
      t('cli.option.depuis'),
      oneOf({ especes: 'cash', cheques: 'cheques' }),
    )
    .requiredOption('--montant <montant>', t('cli.option.montant'), amount)
  answering(
    session,
    signed(deposit),
    async (slug: string, options: Signing & { depuis: 'cash' | 'cheques'; montant: string }) => {
      const inside = await session.inside(slug)
      await depositToBank(await inside.call(options), { from: options.depuis, amount: options.montant })
      return showOne(session, slug, {})
    },
  )

  const grant = ofCaisse('subvention', 'cli.command.tresorerieSubvention')
    .requiredOption('--financeur <nom>', t('cli.option.financeur'))
    .requiredOption('--montant <montant>', t('cli.option.montant'), amount)
    .requiredOption('--accordee-le <AAAA-MM-JJ>', t('cli.option.accordeeLe'), day)
    .option('--objet <texte>', t('cli.option.objet'))
    .option('--signee', t('cli.option.signee'))
    .option('--tranche <AAAA-MM-JJ=montant>', t('cli.option.tranche'), collect, [])
  answering(session, signed(grant), (slug: string, options: GrantOptions) =>
    recordOne(session, slug, options),
  )

  answering(session, ofCaisse('subventions', 'cli.command.tresorerieSubventions'), async (slug: string) =>
    listed(await session.inside(slug)),
  )

  const sign = ofCaisse('signee', 'cli.command.tresorerieSignee').requiredOption(
    '--subvention <financeur|id>',
    t('cli.option.subvention'),
  )
  answering(session, signed(sign), async (slug: string, options: Signing & { subvention: string }) => {
    const inside = await session.inside(slug)
    const { id: grantId } = await grantNamed(inside, options.subvention)
    await signGrant(await inside.call(options), { grantId })
    return listed(inside)
  })

  const receive = ofCaisse('versement', 'cli.command.tresorerieVersement')
    .requiredOption('--subvention <financeur|id>', t('cli.option.subvention'))
    .requiredOption('--numero <numéro>', t('cli.option.numero'), wholeNumber)
    .requiredOption('--le <AAAA-MM-JJ>', t('cli.option.recuLe'), day)
  answering(
    session,
    signed(receive),
    async (slug: string, options: Signing & { subvention: string; numero: number; le: string }) => {
      const inside = await session.inside(slug)
      const { id: grantId } = await grantNamed(inside, options.subvention)
      await receiveTranche(await inside.call(options), { grantId, number: options.numero, on: options.le })
      return listed(inside)
    },
  )
}

async function showOne(session: Session, slug: string, options: { mois?: string }): Promise<Answer> {
  const { app, read, t, today } = await session.inside(slug)
  const asked = options.mois ?? monthOf(today)
  const { held, covered, left } = await read(async (tx) => ({
    held: await position(tx),
    covered: await coverage(tx, asked),
    left: await runway(tx, asked, app.now()),
  }))
  const balance: [string, string][] = [
    [t('treasury.position.bank'), t.money(held.bankCents)],
    [t('treasury.position.cash'), t.money(held.cashCents)],
    [t('treasury.position.cheques'), t.money(held.chequesCents)],
    [t('treasury.position.inFlight'), t.money(held.inFlightCents)],
    [t('treasury.position.available'), t.money(held.availableCents)],
    [t('treasury.position.circulation'), t.money(held.circulationCents)],
    [t('treasury.position.claims'), t.money(held.claimsCents)],
    [t('treasury.position.free'), t.money(held.freeCents)],
  ]
  const ofMonth: [string, string][] = [
    [t('treasury.coverage.allocations'), t.money(covered.allocationsCents)],
    [t('treasury.coverage.contributions'), t.money(covered.contributionsCents)],
    [t('treasury.coverage.grants'), t.money(covered.grantsCents)],
    [t('treasury.coverage.netCost'), t.money(covered.netCostCents)],
  ]
  const monthsLeft =
    left === null
      ? [t('treasury.runway.unknown')]
      : [
          left.months === null
            ? t('treasury.runway.endless')
            : t('treasury.runway.months', { months: left.months }),
          ...(left.firstImpossible === null
            ? []
            : [t('treasury.runway.firstImpossible', { month: left.firstImpossible })]),
          ...(left.overdueCents > 0
            ? [t('treasury.runway.overdue', { overdueCents: left.overdueCents })]
            : []),
          t('treasury.runway.how'),
        ]
  return {
    json: { position: held, mois: covered, reste: left },
    text: [
      table(balance, [1]).trimEnd(),
      ...(held.covered ? [] : [t('treasury.position.missing', { missingCents: -held.freeCents })]),
      '',
      t.month(asked),
      table(ofMonth, [1]).trimEnd(),
      '',
      ...monthsLeft,
      '',
    ].join('\n'),
  }
}

type GrantOptions = Signing & {
  financeur: string
  montant: string
  accordeeLe: string
  objet?: string
  signee?: true
  tranche: string[]
}

async function recordOne(session: Session, slug: string, options: GrantOptions): Promise<Answer> {
  const tranches = options.tranche.map(trancheTyped)
  const inside = await session.inside(slug)
  await recordGrant(await inside.call(options), {
    funder: options.financeur,
    purpose: options.objet,
    promised: options.montant,
    awardedOn: options.accordeeLe,
    signed: options.signee ?? false,
    tranches,
  })
  return listed(inside)
}

function trancheTyped(typed: string): { expectedOn: string; amount: string } {
  const [, on, cents] = /^([^=]+)=(.+)$/.exec(typed) ?? []
  if (on === undefined || cents === undefined) throw new Misuse('pair', { typedText: typed })
  return { expectedOn: day(on), amount: amount(cents) }
}

/** A grant by its id, or by its funder where that names one only. */
async function grantNamed({ read }: Inside, typed: string): Promise<Grant> {
  const grants = await read((tx) => listGrants(tx))
  const [one, another] = grants.filter(
    ({ id, funder }) => id === typed.toLowerCase() || plain(funder) === plain(typed),
  )
  if (!one) throw new Refusal('unknown_grant', {}, 404)
  if (another) throw new Refusal('several_grants', { idsText: `${one.id}, ${another.id}` })
  return one
}

async function listed({ read, t }: Inside): Promise<Answer> {
  const grants = await read((tx) => listGrants(tx))
  return {
    json: grants.map((grant) => ({
      subvention: grant.id,
      financeur: grant.funder,
      objet: grant.purpose,
      promisCents: grant.promisedCents,
      accordeeLe: grant.awardedOn,
      signee: grant.signed,
      tranches: grant.tranches.map(({ number, expectedOn, amountCents, receivedOn }) => ({
        numero: number,
        prevueLe: expectedOn,
        montantCents: amountCents,
        recueLe: receivedOn,
      })),
    })),
    text:
      grants.length === 0
        ? `${t('cli.said.noGrant')}\n`
        : grants
            .map((grant) => {
              const state = t(`treasury.grantState.${grant.signed ? 'signed' : 'promised'}`)
              const head = `${grant.funder}, ${t.money(grant.promisedCents)} (${state}) ${grant.id}\n`
              const rows = grant.tranches.map((one) => [
                `  ${one.number}`,
                t.day(one.expectedOn),
                t.money(one.amountCents),
                one.receivedOn === null
                  ? t('cli.said.trancheExpected')
                  : t('cli.said.trancheReceived', { day: one.receivedOn }),
              ])
              return head + (rows.length > 0 ? table(rows, [2]) : '')
            })
            .join(''),
  }
}
