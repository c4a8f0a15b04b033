import type { CaisseTx } from '../../../db/db.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { Card, CardGrid } from '../../../kit/ui/parts.tsx'
import { findOrganisation, getCaisse } from '../../caisses/store.ts'

export type Contacts = { organisation: { name: string; address: string } | null }

/** To whom one writes: functions, never a person's own number. */
export async function readContacts(tx: CaisseTx, _territoryId?: string): Promise<Contacts> {
  const caisse = await getCaisse(tx, tx.caisseId)
  const organisation = await findOrganisation(tx, caisse.organisation_id)
  return {
    organisation: organisation ? { name: organisation.legal_name, address: organisation.address } : null,
  }
}

export function PublicContacts({ t, contacts }: { t: Translate; contacts: Contacts | undefined }) {
  const organisation = contacts?.organisation
  if (!organisation) return null
  return (
    <section class="stack">
      <h2>{t('site.block.contacts')}</h2>
      <CardGrid>
        <Card title={organisation.name} icon="mail" level={3}>
          {organisation.address && <p>{organisation.address}</p>}
        </Card>
      </CardGrid>
    </section>
  )
}
