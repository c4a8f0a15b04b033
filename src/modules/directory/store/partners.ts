import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import { plainName } from '../../../kit/plain-name.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import type { OutletKind } from '../../accreditation/rules.ts'
import type { StructureKind } from '../../people/store/structures.ts'
import { OF_OUTLET, OF_STRUCTURE, type PartnerKind } from '../rules/words.ts'
import { likePart } from './book.ts'

export type Partner = {
  id: string
  kind: PartnerKind
  name: string
  /** Where its own file is; an organisation that only the address book knows has none. */
  source: 'own' | 'structure' | 'outlet'
  email: string | null
  phone: string | null
  website: string | null
  address: string
  tags: string[]
  territories: { id: string; name: string }[]
  people: number
  /** It no longer works with the caisse. */
  ended: boolean
}

export type PartnerFilter = { search?: string; kind?: PartnerKind; territoryId?: string; tag?: string }

type Row = Omit<Partner, 'kind'> & { kind: string }

/** Structures, outlets that have or had an agreement here, and those only the address book knows. */
const organisations = (tx: CaisseTx, day: Day) => sql`
  select s.id, 'structure' as source, s.kind, s.name, '' as address, s.ended_at is not null as ended
  from structure s where s.caisse_id = ${tx.caisseId}
  union all
  select o.id, 'outlet', o.kind, o.trade_name, o.address, not bool_or(a.to_on is null or a.to_on >= ${day})
  from outlet o join agreement a on a.caisse_id = ${tx.caisseId} and a.outlet_id = o.id
  group by o.id, o.kind, o.trade_name, o.address
  union all
  select id, 'own', kind, name, address, ended_on is not null and ended_on < ${day}
  from partner where caisse_id = ${tx.caisseId} and name is not null
`

/** By name; those that ended last. */
export async function listPartners(
  tx: CaisseTx,
  day: Day,
  { search = '', kind, territoryId, tag }: PartnerFilter = {},
): Promise<Partner[]> {
  const { rows } = await sql<Row>`
    with organisation as (${organisations(tx, day)})
    select o.id, o.source, o.kind, o.name, p.email, p.phone, p.website, o.ended,
      coalesce(nullif(p.address, ''), o.address) as address, coalesce(p.tags, '{}') as tags,
      coalesce(places.list, '[]') as territories, coalesce(inside.people, 0) as people
    from organisation o
    left join partner p on p.caisse_id = ${tx.caisseId} and p.id = o.id
    left join lateral (
      select json_agg(json_build_object('id', t.id, 'name', t.name) order by t.name collate "fr-x-icu") as list
      from (
        select territory_id from partner_territory where caisse_id = ${tx.caisseId} and partner_id = o.id
        union select territory_id from outlet_territory where caisse_id = ${tx.caisseId} and outlet_id = o.id
      ) at join territory t on t.caisse_id = ${tx.caisseId} and t.id = at.territory_id
    ) places on true
    left join lateral (
      select count(distinct contact_id)::integer as people from contact_role
      where caisse_id = ${tx.caisseId} and partner_id = o.id and from_on <= ${day} and (to_on is null or to_on >= ${day})
    ) inside on true
    where ${
      search.trim() === ''
        ? sql`true`
        : sql`unaccent(lower(concat_ws(' ', o.name, p.email, array_to_string(p.tags, ' '))))
            like unaccent(lower(${likePart(search.trim())}))`
    }
      ${tag ? sql`and ${tag} = any (p.tags)` : sql``}
    order by o.ended, o.name collate "fr-x-icu", o.id
  `.execute(tx)
  return rows
    .map((row) => ({ ...row, kind: kindOf(row) }))
    .filter((one) => !kind || one.kind === kind)
    .filter((one) => !territoryId || one.territories.some(({ id }) => id === territoryId))
}

function kindOf({ source, kind }: Pick<Row, 'source' | 'kind'>): PartnerKind {
  if (source === 'structure') return OF_STRUCTURE[kind as StructureKind]
  return source === 'outlet' ? OF_OUTLET[kind as OutletKind] : (kind as PartnerKind)
}

export async function getPartner(tx: CaisseTx, day: Day, id: string): Promise<Partner> {
  const found = (await listPartners(tx, day)).find((partner) => partner.id === id)
  if (!found) throw new Refusal('unknown_partner', {}, 404)
  return found
}

/** The organisation of that name, accents and capitals aside. */
export async function partnerNamed(tx: CaisseTx, day: Day, name: string): Promise<Partner | undefined> {
  const plain = plainName(name)
  return (await listPartners(tx, day)).find((partner) => plainName(partner.name) === plain)
}

export type PartnerFile = {
  kind: PartnerKind
  name: string
  email: string | null
  phone: string | null
  website: string | null
  address: string
  tags: readonly string[]
  territoryIds: readonly string[]
  endedOn: Day | null
}

/** A structure or an outlet keeps its own name and kind; what else the address book says of it stands here. */
export async function savePartner(
  tx: CaisseTx,
  { id, source, now }: { id: string; source: Partner['source']; now: Date },
  file: PartnerFile,
): Promise<void> {
  const said = {
    kind: file.kind,
    name: source === 'own' ? file.name : null,
    email: file.email,
    phone: file.phone,
    website: file.website,
    address: file.address,
    tags: [...file.tags],
    ended_on: source === 'own' ? file.endedOn : null,
  }
  await tx
    .insertInto('partner')
    .values({
      caisse_id: tx.caisseId,
      id,
      structure_id: source === 'structure' ? id : null,
      outlet_id: source === 'outlet' ? id : null,
      created_at: now,
      ...said,
    })
    .onConflict((conflict) => conflict.columns(['caisse_id', 'id']).doUpdateSet(said))
    .execute()
  await tx
    .deleteFrom('partner_territory')
    .where('caisse_id', '=', tx.caisseId)
    .where('partner_id', '=', id)
    .execute()
  if (file.territoryIds.length > 0)
    await tx
      .insertInto('partner_territory')
      .values(
        file.territoryIds.map((territory_id) => ({ caisse_id: tx.caisseId, partner_id: id, territory_id })),
      )
      .execute()
}

/** Before something names it: a structure or an outlet of which the book said nothing yet gets its row. */
export async function ensurePartner(tx: CaisseTx, partner: Partner, now: Date): Promise<void> {
  if (partner.source === 'own') return
  await tx
    .insertInto('partner')
    .values({
      caisse_id: tx.caisseId,
      id: partner.id,
      kind: partner.kind,
      structure_id: partner.source === 'structure' ? partner.id : null,
      outlet_id: partner.source === 'outlet' ? partner.id : null,
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['caisse_id', 'id']).doNothing())
    .execute()
}
