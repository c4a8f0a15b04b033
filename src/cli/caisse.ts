import type { Command } from 'commander'
import { z } from 'zod'
import { parseInput } from '../kit/gesture.ts'
import type { App } from '../kit/app.ts'
import { Refusal, refuse } from '../kit/refusal.ts'
import { BankDetails } from '../modules/accreditation/rules.ts'
import { NewOrganisation, OpenCaisse, openCaisse, openOrganisation } from '../modules/caisses/actions.ts'
import { refusalToAdopt } from '../modules/caisses/rules/adoption.ts'
import { findCaisse, listCaisses } from '../modules/caisses/store.ts'
import { bindBankAccount } from '../modules/treasury/actions/bank-account.ts'
import { decisionOf, decisionOptions, type DecisionOptions } from './decision.ts'
import { collect, day, key, month } from './misuse.ts'
import { table } from './regles/table.ts'
import { chosenReglement } from './reglement-choice.ts'
import { answering, describe, installationCall, type Acting, type Answer, type Session } from './session.ts'

export function addCaisseCommands(program: Command, session: Session): void {
  const { t } = session
  const caisse = describe(program, session, 'caisse', 'cli.command.caisse')
  const open = describe(caisse, session, 'ouvrir', 'cli.command.caisseOuvrir')
    .requiredOption('--slug <adresse>', t('cli.option.slug'))
    .requiredOption('--nom <nom>', t('cli.option.caisseNom'))
    .requiredOption('--organisation <nom|id>', t('cli.option.organisation'))
    .option('--siren <numéro>', t('cli.option.siren'))
    .option('--iban <IBAN>', t('cli.option.iban'))
    .option('--titulaire <nom>', t('cli.option.titulaire'))
    .option('--bic <BIC>', t('cli.option.bic'))
    .option('--preset <nom>', t('cli.option.preset'))
    .option('--reponse <clef=valeur>', t('cli.option.reponse'), collect, [])
    .option('--reglement <fichier>', t('cli.option.reglement'))
    .requiredOption('--a-partir-de <AAAA-MM>', t('cli.option.aPartirDe'), month)
    .option('--unite <nom>', t('cli.option.unite'))
    .option('--devise <code>', t('cli.option.devise'))
    .option('--fuseau <nom>', t('cli.option.fuseau'))
    .option('--territoire <nom>', t('cli.option.territoire'), collect, [])
    .option('--debut <AAAA-MM-JJ>', t('cli.option.debut'), day)
    .option('--fin <AAAA-MM-JJ>', t('cli.option.fin'), day)
    .option('--entrainement', t('cli.option.entrainement'))
    .option('--cle <UUID>', t('cli.option.cle'), key)
  answering(session, decisionOptions(open, t), (options: OpenOptions) => openOne(session, options))
  answering(session, describe(caisse, session, 'liste', 'cli.command.caisseListe'), () => listAll(session))
}

type OpenOptions = DecisionOptions &
  Acting & {
    slug: string
    nom: string
    organisation: string
    siren?: string
    iban?: string
    titulaire?: string
    bic?: string
    preset?: string
    reponse: string[]
    reglement?: string
    aPartirDe: string
    unite?: string
    devise?: string
    fuseau?: string
    territoire: string[]
    debut?: string
    fin?: string
    entrainement?: true
  }

async function openOne(session: Session, options: OpenOptions): Promise<Answer> {
  const { content, origin, preset } = await chosenReglement(session, options)
  const decision = decisionOf(options)
  const bank = bankOf(options)
  const { app } = await session.open()
  const organisation = await findOrganisation(app, options.organisation, options.siren)
  const input = (organisationId: string): z.input<typeof OpenCaisse> => ({
    organisationId,
    slug: options.slug,
    name: options.nom,
    unitName: options.unite ?? preset?.unitName ?? undefined,
    currency: options.devise ?? preset?.currency ?? undefined,
    timeZone: options.fuseau,
    territories: [...new Set(options.territoire)],
    pilotFrom: options.debut,
    pilotUntil: options.fin,
    practice: options.entrainement,
    preset: preset?.slug,
    reglement: { content, validFrom: options.aPartirDe, origin, decision },
  })
  refuse(refusalToAdopt({ validFrom: options.aPartirDe, decidedOn: decision.decidedOn, versions: [] }))
  // Nothing is written before all of it can be read: opening takes several gestures.
  parseInput(OpenCaisse, input(organisation?.id ?? app.newId()))
  const newOrganisation = { legalName: options.organisation, siren: options.siren }
  if (!organisation) {
    parseInput(NewOrganisation, newOrganisation)
    if (await findCaisse(app.db, options.slug)) throw new Refusal('slug_taken', { slug: options.slug })
  }
  const organisationId =
    organisation?.id ??
    (await openOrganisation(installationCall(app, options, 'organisation'), newOrganisation)).organisationId
  const { caisseId } = await openCaisse(installationCall(app, options, 'caisse'), input(organisationId))
  const { call, caisse, t } = await session.inside(options.slug)
  if (bank) await bindBankAccount(await call(options, 'bank'), bank)
  return {
    json: {
      caisse: caisse.slug,
      id: caisseId,
      organisation: organisationId,
      adresse: `${app.address}/c/${caisse.slug}`,
    },
    text: `${t('cli.said.opened', { nameText: caisse.name, linkText: `${app.address}/c/${caisse.slug}` })}\n`,
  }
}

/** Where the caisse keeps its money, if it was told. */
function bankOf({ iban, titulaire, organisation, bic }: OpenOptions): z.input<typeof BankDetails> | null {
  if (iban === undefined) {
    if (titulaire !== undefined || bic !== undefined) throw new Refusal('iban_missing')
    return null
  }
  const bank = { iban, holder: titulaire ?? organisation, bic: bic ?? null }
  parseInput(BankDetails, bank)
  return bank
}

/** An organisation by its id or its exact name; another SIREN is another organisation. */
async function findOrganisation(app: App, typed: string, siren: string | undefined) {
  const byId = z.uuid().safeParse(typed).success
  const found = await app.db
    .selectFrom('organisation')
    .select(['id', 'siren'])
    .where(byId ? 'id' : 'legal_name', '=', typed.trim())
    .execute()
  if (byId && found.length === 0) throw new Refusal('unknown_organisation', {}, 404)
  const [one, another] = siren === undefined ? found : found.filter((each) => each.siren === siren)
  if (another) throw new Refusal('several_organisations', { idsText: `${one!.id}, ${another.id}` })
  return one
}

async function listAll(session: Session): Promise<Answer> {
  const { app } = await session.open()
  const { t } = session
  const caisses = await listCaisses(app.db)
  return {
    json: caisses.map((caisse) => ({
      caisse: caisse.slug,
      id: caisse.id,
      nom: caisse.name,
      organisation: caisse.organisation_id,
      unite: caisse.unit_name,
      devise: caisse.currency,
      fuseau: caisse.time_zone,
      entrainement: caisse.practice,
    })),
    text:
      caisses.length === 0
        ? `${t('cli.said.noCaisse')}\n`
        : table(caisses.map((caisse) => [caisse.slug, caisse.name, caisse.unit_name, caisse.currency])),
  }
}
