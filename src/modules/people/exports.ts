import { sql } from 'kysely'
import { rowsOf } from '../../db/cursor.ts'
import type { CaisseTx } from '../../db/db.ts'
import type { Day, Month } from '../../kit/month.ts'
import type { TableExport } from '../../kit/table-file.ts'
import type { HouseholdKind } from './rules/household-shape.ts'
import { shownReference } from './rules/payment-reference.ts'
import { listMandates } from './store/mandates.ts'
import { allLife, allPauses } from './store/life-events.ts'
import { listPreRegistrations } from './store/pre-registrations.ts'
import { listStructures } from './store/structures.ts'
import { listWaves } from './store/waves.ts'

/** More than ever ask to join. */
const ALL = 1_000_000

type HouseholdRow = {
  id: string
  name: string
  kind: HouseholdKind
  reference: string
  wave: string | null
  territory: string | null
  enteredOn: Day
  leavesOn: Day | null
}

type MemberRow = {
  household: string
  givenName: string
  familyName: string
  child: boolean
  birthMonth: Month | null
  email: string | null
  phone: string | null
  language: string
  fromOn: Day
  toOn: Day | null
}

/** Households, who is and was in them, the waves in which they came, and who asks to join. */
export const peopleExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'foyers',
    columns: [
      { heading: 'people.export.id', kind: 'text' },
      { heading: 'people.export.name', kind: 'text' },
      { heading: 'people.export.kind', kind: 'word' },
      { heading: 'people.export.reference', kind: 'text' },
      { heading: 'people.export.wave', kind: 'text' },
      { heading: 'people.export.territory', kind: 'text' },
      { heading: 'people.export.enteredOn', kind: 'day' },
      { heading: 'people.export.leavesOn', kind: 'day' },
    ],
    async *rows() {
      for await (const row of rowsOf<HouseholdRow>(
        tx,
        sql`
          select h.id, h.name, h.kind, h.payment_reference as reference, w.name as wave, t.name as territory,
            h.entered_on as "enteredOn", h.leaves_on as "leavesOn"
          from household h
          left join wave w on w.caisse_id = h.caisse_id and w.id = h.wave_id
          left join territory t on t.caisse_id = h.caisse_id and t.id = h.territory_id
          where h.caisse_id = ${sql.lit(tx.caisseId)}
          order by h.name collate "fr-x-icu", h.id
        `,
      )) {
        const { id, name, kind, reference, wave, territory, enteredOn, leavesOn } = row
        yield [
          id,
          name,
          `people.kind.${kind}`,
          shownReference(reference),
          wave,
          territory,
          enteredOn,
          leavesOn,
        ]
      }
    },
  },
  {
    name: 'personnes',
    columns: [
      { heading: 'people.export.household', kind: 'text' },
      { heading: 'people.export.givenName', kind: 'text' },
      { heading: 'people.export.familyName', kind: 'text' },
      { heading: 'people.export.role', kind: 'word' },
      { heading: 'people.export.birthMonth', kind: 'month' },
      { heading: 'people.export.email', kind: 'text' },
      { heading: 'people.export.phone', kind: 'text' },
      { heading: 'people.export.language', kind: 'text' },
      { heading: 'people.export.fromOn', kind: 'day' },
      { heading: 'people.export.toOn', kind: 'day' },
    ],
    async *rows() {
      for await (const row of rowsOf<MemberRow>(
        tx,
        sql`
          select m.household_id as household, p.given_name as "givenName", p.family_name as "familyName", m.child,
            p.birth_month as "birthMonth", p.email, p.phone, p.language, m.from_on as "fromOn", m.to_on as "toOn"
          from household_member m
          join household h on h.caisse_id = m.caisse_id and h.id = m.household_id
          join person p on p.caisse_id = m.caisse_id and p.id = m.person_id
          where m.caisse_id = ${sql.lit(tx.caisseId)}
          order by h.name collate "fr-x-icu", h.id, m.child, p.given_name, p.id, m.from_on
        `,
      ))
        yield [
          row.household,
          row.givenName,
          row.familyName,
          `people.export.${row.child ? 'child' : 'adult'}`,
          row.birthMonth,
          row.email,
          row.phone,
          row.language,
          row.fromOn,
          row.toOn,
        ]
    },
  },
  {
    name: 'vagues',
    columns: [
      { heading: 'people.export.name', kind: 'text' },
      { heading: 'people.export.startsOn', kind: 'day' },
      { heading: 'people.export.planned', kind: 'number' },
      { heading: 'waiting.waves.meeting', kind: 'text' },
    ],
    async *rows() {
      for (const { name, startsOn, plannedHouseholds, meeting } of await listWaves(tx))
        yield [name, startsOn, plannedHouseholds, meeting]
    },
  },
  {
    name: 'vie-des-foyers',
    columns: [
      { heading: 'people.export.household', kind: 'text' },
      { heading: 'life.export.event', kind: 'word' },
      { heading: 'life.export.on', kind: 'day' },
      { heading: 'life.export.person', kind: 'text' },
      { heading: 'life.export.other', kind: 'text' },
      { heading: 'life.export.rights', kind: 'cents' },
      { heading: 'life.export.until', kind: 'day' },
      { heading: 'life.export.undone', kind: 'word' },
    ],
    async *rows() {
      for (const event of await allLife(tx))
        yield [
          event.householdId,
          `life.event.${event.kind}`,
          event.on,
          event.personName,
          event.otherHouseholdId,
          event.cents,
          event.untilOn,
          `contributions.export.${event.undone ? 'yes' : 'no'}`,
        ]
    },
  },
  {
    name: 'pauses',
    columns: [
      { heading: 'people.export.household', kind: 'text' },
      { heading: 'life.export.fromMonth', kind: 'month' },
      { heading: 'life.export.untilMonth', kind: 'month' },
      { heading: 'life.export.why', kind: 'word' },
    ],
    async *rows() {
      for (const { householdId, fromMonth, untilMonth, reason } of await allPauses(tx))
        yield [householdId, fromMonth, untilMonth, `life.pauseReason.${reason}`]
    },
  },
  {
    name: 'demandes',
    columns: [
      { heading: 'waiting.export.id', kind: 'text' },
      { heading: 'waiting.export.createdAt', kind: 'instant' },
      { heading: 'waiting.export.givenName', kind: 'text' },
      { heading: 'waiting.export.familyName', kind: 'text' },
      { heading: 'waiting.export.reach', kind: 'word' },
      { heading: 'waiting.export.email', kind: 'text' },
      { heading: 'waiting.export.phone', kind: 'text' },
      { heading: 'waiting.export.structure', kind: 'text' },
      { heading: 'waiting.export.adults', kind: 'number' },
      { heading: 'waiting.export.children', kind: 'number' },
      { heading: 'waiting.export.territory', kind: 'text' },
      { heading: 'waiting.export.language', kind: 'text' },
      { heading: 'waiting.export.source', kind: 'word' },
      { heading: 'waiting.export.status', kind: 'word' },
      { heading: 'waiting.export.statusOn', kind: 'day' },
      { heading: 'waiting.export.wave', kind: 'text' },
      { heading: 'waiting.export.household', kind: 'text' },
    ],
    async *rows() {
      for (const one of await listPreRegistrations(tx, { limit: ALL }))
        yield [
          one.id,
          one.createdAt,
          one.givenName,
          one.familyName,
          `waiting.reach.${one.reach}`,
          one.email,
          one.phone,
          one.structureName,
          one.adults,
          one.children,
          one.territoryName,
          one.language,
          `waiting.one.source.${one.source}`,
          `waiting.status.${one.status}`,
          one.statusOn,
          one.waveName,
          one.householdId,
        ]
    },
  },
  {
    name: 'structures',
    columns: [
      { heading: 'mandates.export.id', kind: 'text' },
      { heading: 'mandates.export.name', kind: 'text' },
      { heading: 'mandates.export.kind', kind: 'word' },
      { heading: 'mandates.export.fromOn', kind: 'day' },
      { heading: 'mandates.export.endedAt', kind: 'instant' },
    ],
    async *rows() {
      for (const one of await listStructures(tx))
        yield [one.id, one.name, `mandates.structures.kind.${one.kind}`, one.fromOn, one.endedAt]
    },
  },
  {
    name: 'mandats',
    columns: [
      { heading: 'mandates.export.id', kind: 'text' },
      { heading: 'mandates.export.person', kind: 'text' },
      { heading: 'mandates.export.helper', kind: 'text' },
      { heading: 'mandates.export.powers', kind: 'text' },
      { heading: 'mandates.export.signedOn', kind: 'day' },
      { heading: 'mandates.export.untilOn', kind: 'day' },
      { heading: 'mandates.export.revokedAt', kind: 'instant' },
    ],
    async *rows() {
      for (const one of await listMandates(tx))
        yield [
          one.id,
          `${one.givenName} ${one.familyName}`.trim(),
          one.helperName,
          one.powers.join(', '),
          one.signedOn,
          one.untilOn,
          one.revokedAt,
        ]
    },
  },
]
