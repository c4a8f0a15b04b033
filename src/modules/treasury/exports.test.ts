import { expect } from 'vitest'
import { test } from '../../../test/app.ts'
import { givenCaisse } from '../../../test/given.ts'
import { givenTill } from '../../../test/given-accreditation.ts'
import { givenPurchases } from '../../../test/given-treasury.ts'
import { inCaisse } from '../../db/db.ts'
import { translator } from '../../kit/i18n/translate.ts'
import type { TableExport } from '../../kit/table-file.ts'
import { writeCsv } from '../../kit/table-file/write.ts'
import { accreditationExports } from '../accreditation/exports.ts'
import { settlementExports } from '../settlements/exports.ts'
import { prepareBatch } from '../settlements/actions.ts'
import { recordGrant } from './actions.ts'
import { treasuryExports } from './exports.ts'

async function asText(tables: readonly TableExport[]): Promise<Record<string, string[]>> {
  const texts: Record<string, string[]> = {}
  for (const table of tables) {
    const chunks: Buffer[] = []
    for await (const chunk of writeCsv(table, translator('fr'))) chunks.push(Buffer.from(chunk as Buffer))
    texts[table.name] = Buffer.concat(chunks).toString().replace('\ufeff', '').trim().split('\r\n')
  }
  return texts
}

test('a caisse leaves with its outlets, devices, settlements and grants, and with nobody else’s', async ({
  app,
}) => {
  const [caisse, other] = [await givenCaisse(app), await givenCaisse(app)]
  const { outlet, token } = await givenTill(app, caisse, undefined, 'Caisse 1')
  await givenPurchases(app, caisse, [{ outletId: outlet.id, cents: 12_50 }])
  await prepareBatch(caisse.call(), { executionOn: '2026-11-26' })
  await recordGrant(caisse.call(), {
    funder: 'Ville inventée',
    promised: '1 000',
    awardedOn: '2026-01-10',
    signed: true,
    tranches: [{ expectedOn: '2026-12-01', amount: '400' }],
  })
  const tables = (id: typeof caisse.id) =>
    inCaisse(app.db, id, (tx) =>
      asText([...accreditationExports(tx), ...settlementExports(tx), ...treasuryExports(tx)]),
    )
  const { lieux, appareils, remboursements, subventions } = await tables(caisse.id)
  expect(lieux![1]).toContain('L’Épicerie du Marché;SAS Épicerie du Marché;Magasin')
  expect(appareils![1]).toContain('L’Épicerie du Marché;Caisse 1;')
  expect(appareils!.join()).not.toContain(token)
  expect(remboursements![1]).toMatch(
    /^1;2026-11-26;1;L’Épicerie du Marché;.*;12,50;[0-9A-Z]{25}-1;À payer;;$/,
  )
  expect(subventions![1]).toBe('Ville inventée;;1000,00;2026-01-10;Signée;1;2026-12-01;400,00;')
  for (const lines of Object.values(await tables(other.id))) expect(lines).toHaveLength(1)
})
