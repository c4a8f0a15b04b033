import type { CaisseTx } from '../../db/db.ts'
import { translator, type Translate } from '../../kit/i18n/translate.ts'
import type { Paper } from '../../kit/pdf/paper.ts'
import { findOrganisation, type Caisse } from './store.ts'

/** In French, whatever the language of whoever prints: the caisse keeps one paper. */
export const paperWords = (caisse: Caisse): Translate =>
  translator('fr', { currency: caisse.currency, unit: caisse.unit_name, timeZone: caisse.time_zone })

/** A SIREN as people read it: three digits at a time. */
export const readableSiren = (siren: string): string => siren.replace(/(\d{3})(?=\d)/g, '$1\u202f')

/** Who writes: the caisse, and the association that runs it. */
export async function senderOf(tx: CaisseTx, caisse: Caisse): Promise<Paper['sender']> {
  const organisation = await findOrganisation(tx, caisse.organisation_id)
  const siren = organisation?.siren && `SIREN ${readableSiren(organisation.siren)}`
  return {
    name: caisse.name,
    lines: [organisation?.legal_name, organisation?.address, siren].filter(
      (line): line is string => typeof line === 'string' && line !== '',
    ),
    ...(caisse.practice && { band: paperWords(caisse)('kit.page.practicePaper') }),
  }
}
