import type { Command } from 'commander'
import { sql } from 'kysely'
import type { CaisseTx } from '../db/db.ts'
import { Refusal } from '../kit/refusal.ts'
import { recordOutlet, signAgreement } from '../modules/accreditation/actions.ts'
import { enrolDevice } from '../modules/accreditation/devices.ts'
import { statusOn, type OutletKind } from '../modules/accreditation/rules.ts'
import { listAgreements } from '../modules/accreditation/store.ts'
import { listDecisions } from '../modules/caisses/store.ts'
import { day, key, oneOf, plain, wholeNumber } from './misuse.ts'
import { table } from './regles/table.ts'
import { answering, describe, type Acting, type Answer, type Session } from './session.ts'

const KIND_WORDS: Readonly<Record<string, OutletKind>> = {
  magasin: 'shop',
  etal: 'market_stall',
  producteur: 'producer',
  amap: 'amap',
  groupement: 'buying_group',
  autre: 'other',
}

export function addLieuCommands(program: Command, session: Session): void {
  const { t } = session
  const lieu = describe(program, session, 'lieu', 'cli.command.lieu')
  const ofCaisse = (name: string, key: Parameters<typeof describe>[3]) =>
    describe(lieu, session, name, key).argument('<caisse>', t('cli.argument.caisse'))
  const acting = (command: Command) =>
    command.option('--par <courriel>', t('cli.option.par')).option('--cle <UUID>', t('cli.option.cle'), key)

  const add = ofCaisse('ajouter', 'cli.command.lieuAjouter')
    .requiredOption('--nom <enseigne>', t('cli.option.lieuNom'))
    .option('--nom-legal <nom>', t('cli.option.nomLegal'))
    .requiredOption(
      '--genre <genre>',
      t('cli.option.genre', { wordsText: Object.keys(KIND_WORDS).join(', ') }),
      oneOf(KIND_WORDS),
    )
    .option('--siren <numéro>', t('cli.option.siren'))
    .option('--adresse <adresse>', t('cli.option.adresse'))
    .option('--horaires <texte>', t('cli.option.horaires'))
    .option('--iban <IBAN>', t('cli.option.lieuIban'))
    .option('--titulaire <nom>', t('cli.option.titulaireLieu'))
    .option('--bic <BIC>', t('cli.option.bic'))
  answering(session, acting(add), (slug: string, options: OutletOptions) => addOne(session, slug, options))

  answering(session, ofCaisse('liste', 'cli.command.lieuListe'), (slug: string) => listAll(session, slug))

  const sign = ofCaisse('convention', 'cli.command.lieuConvention')
    .requiredOption('--lieu <nom|id>', t('cli.option.lieu'))
    .requiredOption('--decision <numéro>', t('cli.option.decision'), wholeNumber)
    .requiredOption('--signee-le <AAAA-MM-JJ>', t('cli.option.signeeLe'), day)
    .requiredOption('--du <AAAA-MM-JJ>', t('cli.option.conventionDu'), day)
    .option('--au <AAAA-MM-JJ>', t('cli.option.conventionAu'), day)
    .requiredOption('--portee <texte>', t('cli.option.portee'))
  answering(session, acting(sign), (slug: string, options: AgreementOptions) =>
    signOne(session, slug, options),
  )

  const enrol = ofCaisse('appareil', 'cli.command.lieuAppareil')
    .requiredOption('--lieu <nom|id>', t('cli.option.lieu'))
    .requiredOption('--nom <nom>', t('cli.option.appareilNom'))
  answering(session, acting(enrol), (slug: string, options: DeviceOptions) =>
    enrolOne(session, slug, options),
  )
}

type OutletOptions = Acting & {
  nom: string
  nomLegal?: string
  genre: OutletKind
  siren?: string
  adresse?: string
  horaires?: string
  iban?: string
  titulaire?: string
  bic?: string
}

async function addOne(session: Session, slug: string, options: OutletOptions): Promise<Answer> {
  const { call, t } = await session.inside(slug)
  const legalName = options.nomLegal ?? options.nom
  if (options.iban === undefined && (options.titulaire !== undefined || options.bic !== undefined))
    throw new Refusal('iban_missing')
  const bank =
    options.iban === undefined
      ? null
      : { iban: options.iban, holder: options.titulaire ?? legalName, bic: options.bic }
  const { outletId } = await recordOutlet(await call(options), {
    kind: options.genre,
    tradeName: options.nom,
    legalName,
    siren: options.siren,
    address: options.adresse,
    opening: options.horaires,
    bank,
  })
  return {
    json: { lieu: outletId },
    text: `${t('cli.said.outletAdded', { nameText: options.nom, idText: outletId })}\n`,
  }
}

/** Outlets whose file the caisse keeps or with which it signed, by name. */
async function outletsOf(tx: CaisseTx): Promise<{ id: string; name: string; hasIban: boolean }[]> {
  const { rows } = await sql<{ id: string; name: string; hasIban: boolean }>`
    select id, trade_name as name, iban is not null as "hasIban" from outlet
    where kept_by = ${tx.caisseId}
      or exists (select from agreement a where a.caisse_id = ${tx.caisseId} and a.outlet_id = outlet.id)
    order by trade_name collate "fr-x-icu", id
  `.execute(tx)
  return rows
}

/** The one outlet of that name or id. */
export async function outletNamed(tx: CaisseTx, typed: string): Promise<string> {
  const outlets = await outletsOf(tx)
  const [one, another] = outlets.filter(
    ({ id, name }) => id === typed.toLowerCase() || plain(name) === plain(typed),
  )
  // The file of a lieu that another caisse keeps is named by its id.
  if (!one && /^[0-9a-f-]{36}$/i.test(typed)) return typed
  if (!one)
    throw new Refusal(
      'no_such_outlet',
      {
        nameText: typed,
        knownText: outlets.map(({ name }) => name).join(', ') || '-',
      },
      404,
    )
  if (another) throw new Refusal('several_outlets', { idsText: `${one.id}, ${another.id}` })
  return one.id
}

async function listAll(session: Session, slug: string): Promise<Answer> {
  const { read, t, today } = await session.inside(slug)
  const [outlets, agreements] = await read(
    async (tx) => [await outletsOf(tx), await listAgreements(tx)] as const,
  )
  const rows = outlets.map((outlet) => ({
    ...outlet,
    agreements: agreements
      .filter(({ outletId }) => outletId === outlet.id)
      .map(({ id, fromOn, toOn, signedOn, scope, suspended }) => ({
        id,
        fromOn,
        toOn,
        signedOn,
        scope,
        status: statusOn({ fromOn, toOn, suspended }, today),
      })),
  }))
  return {
    json: rows.map(({ id, name, hasIban, agreements: signed }) => ({
      lieu: id,
      nom: name,
      iban: hasIban,
      conventions: signed.map((one) => ({
        convention: one.id,
        etat: t(`accreditation.agreementStatus.${one.status}`),
        signeeLe: one.signedOn,
        du: one.fromOn,
        au: one.toOn,
        portee: one.scope,
      })),
    })),
    text:
      rows.length === 0
        ? `${t('cli.said.noOutlet')}\n`
        : table(
            rows.map(({ id, name, hasIban, agreements: [last] }) => [
              name,
              last ? t(`accreditation.agreementStatus.${last.status}`) : t('cli.said.noAgreement'),
              t(hasIban ? 'cli.said.iban' : 'cli.said.noIban'),
              id,
            ]),
          ),
  }
}

type AgreementOptions = Acting & {
  lieu: string
  decision: number
  signeeLe: string
  du: string
  au?: string
  portee: string
}

async function signOne(session: Session, slug: string, options: AgreementOptions): Promise<Answer> {
  const { call, read, t } = await session.inside(slug)
  const { outletId, decision } = await read(async (tx) => ({
    outletId: await outletNamed(tx, options.lieu),
    decision: (await listDecisions(tx)).find(({ number }) => number === options.decision),
  }))
  if (!decision) throw new Refusal('unknown_decision', {}, 404)
  const { agreementId } = await signAgreement(await call(options), {
    outletId,
    decisionId: decision.id,
    signedOn: options.signeeLe,
    fromOn: options.du,
    toOn: options.au,
    scope: options.portee,
  })
  return {
    json: { convention: agreementId, lieu: outletId },
    text: `${t('cli.said.agreed', { day: options.du })}\n`,
  }
}

type DeviceOptions = Acting & { lieu: string; nom: string }

async function enrolOne(session: Session, slug: string, options: DeviceOptions): Promise<Answer> {
  const { app, call, read, t } = await session.inside(slug)
  const outletId = await read((tx) => outletNamed(tx, options.lieu))
  const { deviceId, token } = await enrolDevice(await call(options), { outletId, label: options.nom })
  const link = `${app.address}/encaisser/appareil/${token}`
  return {
    json: { appareil: deviceId, lieu: outletId, lien: link },
    text: `${link}\n${t('cli.said.device')}\n`,
  }
}
