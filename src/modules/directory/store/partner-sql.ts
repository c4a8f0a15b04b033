import { sql, type RawBuilder } from 'kysely'

/** A partner's name where it stands: its own, its structure's or its outlet's. Goes with `withPartner`. */
export const partnerName = sql`coalesce(partner_own.name, partner_structure.name, partner_outlet.trade_name)`

/** Joins an organisation of the address book by its id. */
export const withPartner = (caisseId: RawBuilder<unknown>, partnerId: RawBuilder<unknown>) => sql`
  left join partner partner_own on partner_own.caisse_id = ${caisseId} and partner_own.id = ${partnerId}
  left join structure partner_structure
    on partner_structure.caisse_id = partner_own.caisse_id and partner_structure.id = partner_own.structure_id
  left join outlet partner_outlet on partner_outlet.id = partner_own.outlet_id
`
