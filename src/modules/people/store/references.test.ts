import { v7 as uuid } from 'uuid'
import { expect } from 'vitest'
import { test } from '../../../../test/app.ts'
import { givenCaisse } from '../../../../test/given.ts'
import { inCaisse } from '../../../db/db.ts'
import { freeReferences, insertHouseholds } from './households.ts'

test('two imports at once never give the same reference', async ({ app }) => {
  const caisse = await givenCaisse(app)
  // What a collision looks like: the same first reference for two households.
  const alike = [uuid(), uuid(), uuid()]
  const join = () =>
    inCaisse(app.db, caisse.id, async (tx) => {
      const references = await freeReferences(tx, alike)
      await insertHouseholds(
        tx,
        references.map((reference) => ({
          id: uuid(),
          kind: 'single' as const,
          name: reference,
          paymentReference: reference,
          waveId: null,
          territoryId: null,
          enteredOn: '2026-11-01',
        })),
      )
      return references
    })
  const drawn = (await Promise.all([join(), join(), join(), join()])).flat()
  expect(new Set(drawn).size).toBe(12)
})
