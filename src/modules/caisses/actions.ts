import { isValidIBAN } from 'ibantools'
import { z } from 'zod'
import { enterCaisse, type CaisseId } from '../../db/db.ts'
import { gesture } from '../../kit/gesture.ts'
import { DayValue, MonthValue } from '../../kit/month.ts'
import { Refusal, refuse } from '../../kit/refusal.ts'
import { refusalToAdopt } from './rules/adoption.ts'
import { isSiren } from './rules/siren.ts'
import { Reglement } from './rules/reglement.ts'
import {
  findDecision,
  findOrganisation,
  insertBankAccount,
  insertCaisse,
  insertDecision,
  insertOrganisation,
  insertReglementVersion,
  insertTerritory,
  listReglementVersions,
} from './store.ts'

const Name = z.string().trim().min(1).max(120)

const Iban = z
  .string()
  .transform((typed) => typed.replace(/\s/g, '').toUpperCase())
  .refine(isValidIBAN, 'iban')

export const NewOrganisation = z.object({
  legalName: Name,
  siren: z.string().refine(isSiren, 'siren').nullable().default(null),
  address: z.string().trim().max(300).default(''),
})

export const OpenOrganisation = NewOrganisation.extend({
  bank: z
    .object({ holder: Name, iban: Iban, bic: z.string().trim().max(11).nullable().default(null) })
    .optional(),
})

/** A legal entity that will run one or more caisses, with its bank account if it has one. */
export const openOrganisation = gesture(
  'open_organisation',
  ['administrator'],
  OpenOrganisation,
  async (tx, { app, about }, input) => {
    const id = app.newId()
    about(id)
    await insertOrganisation(tx, { id, ...input })
    if (!input.bank) return { organisationId: id, bankAccountId: null }
    const bankAccountId = app.newId()
    await insertBankAccount(tx, { id: bankAccountId, organisationId: id, ...input.bank })
    return { organisationId: id, bankAccountId }
  },
)

export const Decided = z.object({
  decidedOn: DayValue,
  body: Name,
  title: Name,
  text: z.string().max(10_000).default(''),
  minutesUrl: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
})

export const OpenCaisse = z.object({
  organisationId: z.uuid(),
  bankAccountId: z.uuid().nullable().default(null),
  slug: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'slug')
    .max(60),
  name: Name,
  unitName: Name.default('unités'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'currency')
    .default('EUR'),
  timeZone: z.string().refine(isTimeZone, 'time_zone').default('Europe/Paris'),
  territories: z
    .array(Name)
    .default([])
    .transform((names) => [...new Set(names)]),
  pilotFrom: DayValue.nullable().default(null),
  pilotUntil: DayValue.nullable().default(null),
  practice: z.boolean().default(false),
  preset: z.string().nullable().default(null),
  /** Its first règlement; a caisse may also be opened without one and adopt it later. */
  reglement: z
    .object({
      content: Reglement,
      validFrom: MonthValue,
      origin: z.enum(['published', 'partly_published', 'proposal', 'adopted', 'invented']),
      decision: Decided,
    })
    .nullable()
    .default(null),
})

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('fr', { timeZone: name }) !== null
  } catch {
    return false
  }
}

/** Opens a caisse of an organisation, on the installation (`INSTALLATION` as the call's caisse). */
export const openCaisse = gesture(
  'open_caisse',
  ['administrator'],
  OpenCaisse,
  async (tx, { app }, input): Promise<{ caisseId: CaisseId }> => {
    const installation = tx.caisseId
    if (!(await findOrganisation(tx, input.organisationId)))
      throw new Refusal('unknown_organisation', {}, 404)
    if (input.pilotFrom && input.pilotUntil && input.pilotUntil < input.pilotFrom) {
      throw new Refusal('pilot_ends_before_it_starts')
    }
    if (input.reglement) {
      const { validFrom, decision } = input.reglement
      refuse(refusalToAdopt({ validFrom, decidedOn: decision.decidedOn, versions: [] }))
    }
    const caisseId = await insertCaisse(tx, {
      organisation_id: input.organisationId,
      bank_account_id: input.bankAccountId,
      slug: input.slug,
      name: input.name,
      unit_name: input.unitName,
      currency: input.currency,
      time_zone: input.timeZone,
      pilot_from: input.pilotFrom,
      pilot_until: input.pilotUntil,
      practice: input.practice,
      preset: input.preset,
    })
    const inside = await enterCaisse(tx, caisseId)
    for (const name of input.territories) await insertTerritory(inside, { id: app.newId(), name })
    if (input.reglement) {
      const decisionId = app.newId()
      await insertDecision(inside, { id: decisionId, ...input.reglement.decision })
      await insertReglementVersion(inside, { id: app.newId(), decisionId, ...input.reglement })
    }
    await enterCaisse(tx, installation)
    return { caisseId }
  },
)

/** Enters a decision in the caisse's register. */
export const recordDecision = gesture(
  'record_decision',
  ['coordinator', 'administrator'],
  Decided,
  async (tx, { app, about }, input) => {
    const decisionId = app.newId()
    about(decisionId)
    const number = await insertDecision(tx, { id: decisionId, ...input })
    return { decisionId, number }
  },
)

export const AdoptReglement = z.object({
  content: Reglement,
  validFrom: MonthValue,
  decisionId: z.uuid(),
  origin: z.enum(['proposal', 'adopted', 'invented', 'published', 'partly_published']).default('adopted'),
})

/** A dated version of the règlement, tied to the decision that made it. */
export const adoptReglement = gesture(
  'adopt_reglement',
  ['coordinator', 'administrator'],
  AdoptReglement,
  async (tx, { app, about }, input) => {
    const decision = await findDecision(tx, input.decisionId)
    if (!decision) throw new Refusal('unknown_decision', {}, 404)
    const versions = await listReglementVersions(tx)
    refuse(refusalToAdopt({ validFrom: input.validFrom, decidedOn: decision.decided_on, versions }))
    const id = app.newId()
    about(id)
    await insertReglementVersion(tx, { id, ...input })
    return { versionId: id }
  },
)
