import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Actor } from '../../../kit/actor.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import type { Power } from '../rules/mandate.ts'

export type NewMandate = {
  id: string
  personId: string
  helperAccountId: string | null
  structureId: string | null
  powers: readonly Power[]
  signedOn: Day
  untilOn: Day
}

export async function insertMandate(tx: CaisseTx, mandate: NewMandate): Promise<void> {
  await tx
    .insertInto('mandate')
    .values({
      caisse_id: tx.caisseId,
      id: mandate.id,
      person_id: mandate.personId,
      helper_account_id: mandate.helperAccountId,
      structure_id: mandate.structureId,
      powers: [...mandate.powers],
      signed_on: mandate.signedOn,
      until_on: mandate.untilOn,
    })
    .execute()
}

export type Mandate = Omit<NewMandate, 'powers'> & {
  powers: Power[]
  givenName: string
  familyName: string
  /** The relative, or the structure. */
  helperName: string
  revokedAt: Date | null
}

async function mandatesWhere(tx: CaisseTx, condition: ReturnType<typeof sql>): Promise<Mandate[]> {
  const { rows } = await sql<Mandate>`
    select m.id, m.person_id as "personId", m.helper_account_id as "helperAccountId", m.structure_id as "structureId",
      m.powers, m.signed_on as "signedOn", m.until_on as "untilOn", m.revoked_at as "revokedAt",
      p.given_name as "givenName", p.family_name as "familyName", coalesce(s.name, a.display_name) as "helperName"
    from mandate m
    join person p on p.caisse_id = m.caisse_id and p.id = m.person_id
    left join structure s on s.caisse_id = m.caisse_id and s.id = m.structure_id
    left join login_account a on a.id = m.helper_account_id
    where m.caisse_id = ${tx.caisseId} and ${condition}
    order by p.family_name collate "fr-x-icu", p.given_name collate "fr-x-icu", m.signed_on desc, m.id
  `.execute(tx)
  return rows
}

const live = (today: Day) => sql`m.revoked_at is null and m.signed_on <= ${today} and m.until_on >= ${today}`

/** All that these people ever signed, the newest first. */
export const mandatesOfPersons = (tx: CaisseTx, personIds: readonly string[]): Promise<Mandate[]> =>
  mandatesWhere(tx, sql`m.person_id = any (${personIds}::uuid[])`)

/** Every mandate that was recorded. */
export const listMandates = (tx: CaisseTx): Promise<Mandate[]> => mandatesWhere(tx, sql`true`)

export async function findMandate(tx: CaisseTx, id: string): Promise<Mandate> {
  const [mandate] = await mandatesWhere(tx, sql`m.id = ${id}`)
  if (!mandate) throw new Refusal('unknown_mandate', {}, 404)
  return mandate
}

export const mandatesOfStructure = (tx: CaisseTx, structureId: string, today: Day): Promise<Mandate[]> =>
  mandatesWhere(tx, sql`m.structure_id = ${structureId} and ${live(today)}`)

/** Structures for which somebody acts today. */
const structuresOf = (actor: Actor, tx: CaisseTx, today: Day): string[] =>
  actor.kind !== 'account'
    ? []
    : actor.grants.flatMap(({ caisseId, role, scope, fromOn, untilOn }) =>
        caisseId === tx.caisseId &&
        role === 'partner_structure' &&
        scope?.kind === 'structure' &&
        fromOn <= today &&
        (untilOn === null || today <= untilOn)
          ? [scope.id]
          : [],
      )

/** What people signed for whoever looks, themselves or by their structure, and that holds today. */
export function mandatesHeld(tx: CaisseTx, actor: Actor, today: Day): Promise<Mandate[]> {
  if (actor.kind !== 'account') return Promise.resolve([])
  return mandatesWhere(
    tx,
    sql`${live(today)} and (
      m.helper_account_id = ${actor.accountId} or m.structure_id = any (${structuresOf(actor, tx, today)}::uuid[])
    )`,
  )
}

/** The powers that somebody holds for a person today, all their mandates together. */
export async function powersFor(
  tx: CaisseTx,
  actor: Actor,
  personId: string,
  today: Day,
): Promise<Set<Power>> {
  const held = await mandatesHeld(tx, actor, today)
  return new Set(held.filter((one) => one.personId === personId).flatMap(({ powers }) => powers))
}

export async function setRevoked(tx: CaisseTx, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('mandate')
    .set({ revoked_at: at })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', 'in', [...ids])
    .where('revoked_at', 'is', null)
    .execute()
}
