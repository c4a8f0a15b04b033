import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Audience, MeetingKind } from '../../meetings/rules/meeting.ts'

/** A meeting as a calendar shows it. */
export type Rendezvous = {
  id: string
  kind: MeetingKind
  title: string
  description: string
  startsAt: Date
  endsAt: Date
  placeName: string
  placeAddress: string
  territoryId: string | null
  territoryName: string | null
  groupName: string | null
  audience: Audience
  cancelled: boolean
  sequence: number
  changedAt: Date
}

/** Which meetings somebody may see: everyone's, those of the caisse's people, those of groups. */
export type Sight = {
  members: boolean
  /** Their own groups' meetings, or all of them. */
  groups: { of: string | null } | 'all'
}

export const PUBLIC_SIGHT: Sight = { members: false, groups: { of: null } }

/** The person of the caisse who signs in by an account. */
export async function personOfAccount(tx: CaisseTx, accountId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('person')
    .select('id')
    .where('caisse_id', '=', tx.caisseId)
    .where('login_account_id', '=', accountId)
    .executeTakeFirst()
  return row?.id ?? null
}

export async function listRendezvous(
  tx: CaisseTx,
  sight: Sight,
  {
    from,
    to,
    territoryId,
    limit = 500,
  }: { from: Date; to?: Date; territoryId?: string | undefined; limit?: number },
): Promise<Rendezvous[]> {
  const person = sight.groups === 'all' ? null : sight.groups.of
  const { rows } = await sql<Omit<Rendezvous, 'cancelled'> & { status: string }>`
    select m.id, m.kind, m.title, m.description, m.starts_at as "startsAt", m.ends_at as "endsAt",
      m.place_name as "placeName", m.place_address as "placeAddress", m.territory_id as "territoryId",
      territory.name as "territoryName", working_group.name as "groupName", m.audience, m.status, m.sequence,
      m.changed_at as "changedAt"
    from meeting m
    left join territory on territory.caisse_id = m.caisse_id and territory.id = m.territory_id
    left join working_group on working_group.caisse_id = m.caisse_id and working_group.id = m.group_id
    where m.caisse_id = ${tx.caisseId} and m.status <> 'draft' and m.ends_at >= ${from}
      and (${to ?? null}::timestamptz is null or m.starts_at < ${to ?? null})
      and (
        m.audience = 'public'
        or (m.audience = 'members' and ${sight.members})
        or (m.audience = 'group' and (${sight.groups === 'all'}
          or exists (select from meeting_registration r where r.caisse_id = m.caisse_id and r.meeting_id = m.id
            and r.person_id = ${person} and r.status <> 'withdrawn')
          or exists (select from meeting_invitation i where i.caisse_id = m.caisse_id and i.meeting_id = m.id
            and i.person_id = ${person} and i.withdrawn_at is null)))
      )
      and (${territoryId ?? null}::uuid is null or m.territory_id is null or m.territory_id = ${territoryId ?? null})
    order by m.starts_at, m.id
    limit ${limit}
  `.execute(tx)
  return rows.map(({ status, ...row }) => ({ ...row, cancelled: status === 'cancelled' }))
}
