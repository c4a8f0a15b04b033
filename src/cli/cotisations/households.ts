import type { CaisseTx } from '../../db/db.ts'
import { Refusal } from '../../kit/refusal.ts'
import { readPaymentReference } from '../../modules/people/rules/payment-reference.ts'
import { plain } from '../misuse.ts'

type Household = { id: string; name: string }

/** Finds households as people name them: by payment reference, id, or a name that only one bears. Loaded once. */
export async function householdFinder(tx: CaisseTx): Promise<(typed: string) => Household | Refusal> {
  const rows = await tx
    .selectFrom('household')
    .select(['id', 'name', 'payment_reference as reference'])
    .where('caisse_id', '=', tx.caisseId)
    .execute()
  const known = new Map<string, typeof rows>()
  for (const row of rows)
    for (const key of [row.id, plain(row.name), row.reference])
      known.set(key, [...(known.get(key) ?? []), row])
  return (typed) => {
    const reference = readPaymentReference(typed)
    const found = (reference !== null && known.get(reference)) || known.get(plain(typed)) || []
    const [one, another] = found
    if (!one) return new Refusal('no_such_household', { nameText: typed }, 404)
    if (!another) return one
    return new Refusal('several_households', {
      nameText: typed,
      idsText: found.map(({ name, reference: own }) => `${name} ${own}`).join(', '),
    })
  }
}
