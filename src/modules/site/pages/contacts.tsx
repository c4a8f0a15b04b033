import type { CaisseTx } from '../../../db/db.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import type { Day } from '../../../kit/month.ts'
import { Card, CardGrid } from '../../../kit/ui/parts.tsx'
import { findOrganisation, getCaisse } from '../../caisses/store.ts'
import { publicContacts, type PublicContact } from '../../directory/store/public-contacts.ts'

export type Contacts = {
  people: PublicContact[]
  organisation: { name: string; address: string } | null
}

/** To whom one writes, the whole caisse first; on a territory's page those of elsewhere are left out. */
export async function readContacts(tx: CaisseTx, day: Day, territoryId?: string): Promise<Contacts> {
  const caisse = await getCaisse(tx, tx.caisseId)
  const organisation = await findOrganisation(tx, caisse.organisation_id)
  const people = await publicContacts(tx, day)
  return {
    people: people.filter((one) => !territoryId || [null, territoryId].includes(one.territoryId)),
    organisation: organisation ? { name: organisation.legal_name, address: organisation.address } : null,
  }
}

export function PublicContacts({ t, contacts }: { t: Translate; contacts: Contacts | undefined }) {
  if (!contacts) return null
  const { people, organisation } = contacts
  return (
    <section class="stack">
      <h2>{t('site.block.contacts')}</h2>
      <CardGrid>
        {people.map((one) => (
          <Card key={one.id} title={one.name} icon="mail" level={3}>
            {one.territoryName && <p class="soft">{one.territoryName}</p>}
            {one.email && (
              <p>
                <a href={`mailto:${one.email}`}>{one.email}</a>
              </p>
            )}
            {one.phone && (
              <p>
                <a href={`tel:${one.phone.replace(/[^+\d]/g, '')}`}>{one.phone}</a>
              </p>
            )}
            {one.hours && <p>{one.hours}</p>}
          </Card>
        ))}
        {organisation && (
          <Card title={organisation.name} icon="places" level={3}>
            {organisation.address && <p>{organisation.address}</p>}
          </Card>
        )}
      </CardGrid>
    </section>
  )
}
