import { describe, expect } from 'vitest'
import { v7 as uuid } from 'uuid'
import { aReglement, givenAccount, givenCaisse } from '../../../test/given.ts'
import { test } from '../../../test/app.ts'
import { inCaisse, INSTALLATION } from '../../db/db.ts'
import { SYSTEM } from '../../kit/actor.ts'
import { adoptReglement, openCaisse, openOrganisation, recordDecision } from './actions.ts'
import { findCaisse, listDecisions, reglementIn } from './store.ts'

describe('opening a caisse', () => {
  test('one organisation runs several caisses', async ({ app }) => {
    const nantes = await givenCaisse(app)
    const { caisseId } = await openCaisse(
      { app, actor: SYSTEM, caisseId: INSTALLATION, key: uuid() },
      { organisationId: nantes.organisationId, slug: `${nantes.slug}-retz`, name: 'Pays de Retz' },
    )
    const retz = await findCaisse(app.db, `${nantes.slug}-retz`)
    expect(retz).toMatchObject({ id: caisseId, organisation_id: nantes.organisationId, currency: 'EUR' })
  })

  test('a name already in the address bar is refused, and nothing is opened', async ({ app }) => {
    const { slug, organisationId } = await givenCaisse(app)
    const call = { app, actor: SYSTEM, caisseId: INSTALLATION, key: uuid() }
    await expect(openCaisse(call, { organisationId, slug, name: 'Encore' })).rejects.toMatchObject({
      code: 'slug_taken',
    })
  })

  test('only the installation’s administrator opens one', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const call = { app, actor: caisse.coordinator, caisseId: INSTALLATION, key: uuid() }
    await expect(openOrganisation(call, { legalName: 'Une autre' })).rejects.toMatchObject({
      code: 'not_allowed',
      status: 403,
    })
  })

  test('a wrong SIREN or IBAN is told at its field', async ({ app }) => {
    const call = { app, actor: SYSTEM, caisseId: INSTALLATION, key: uuid() }
    await expect(
      openOrganisation(call, {
        legalName: 'Asso',
        siren: '123456789',
        bank: { holder: 'Asso', iban: 'FR00' },
      }),
    ).rejects.toMatchObject({
      issues: [
        { field: 'siren', message: 'siren' },
        { field: 'bank.iban', message: 'iban' },
      ],
    })
  })
})

describe('règlement', () => {
  test('the version in force is the last that has started', async ({ app }) => {
    const caisse = await givenCaisse(app, { since: '2026-01' })
    const { decisionId } = await recordDecision(caisse.call(), {
      decidedOn: '2026-05-12',
      body: 'Comité citoyen',
      title: 'Passer à 120',
    })
    const allocation = { kind: 'flat', per: 'unit', cents: 120_00 } as const
    await adoptReglement(caisse.call(), {
      content: aReglement({ allocation }),
      validFrom: '2026-06',
      decisionId,
    })
    await inCaisse(app.db, caisse.id, async (tx) => {
      expect((await reglementIn(tx, '2026-05')).content.allocation).toEqual(aReglement().allocation)
      expect((await reglementIn(tx, '2026-06')).content.allocation).toEqual(allocation)
      expect((await reglementIn(tx, '2026-06')).decision.number).toBe(2)
      await expect(reglementIn(tx, '2025-12')).rejects.toMatchObject({ code: 'no_reglement' })
    })
  })

  test('it never starts before it was decided', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { decisionId } = await recordDecision(caisse.call(), {
      decidedOn: '2026-05-12',
      body: 'Comité',
      title: 'Trop tard',
    })
    await expect(
      adoptReglement(caisse.call(), { content: aReglement(), validFrom: '2026-04', decisionId }),
    ).rejects.toMatchObject({ code: 'reglement_before_decision' })
  })

  test('one caisse neither sees nor uses the decisions of another', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const { decisionId } = await recordDecision(there.call(), {
      decidedOn: '2026-02-01',
      body: 'Comité',
      title: 'Chez nous',
    })
    await expect(
      adoptReglement(here.call(), { content: aReglement(), validFrom: '2026-03', decisionId }),
    ).rejects.toMatchObject({ code: 'unknown_decision' })
    const seen = await inCaisse(app.db, here.id, listDecisions)
    expect(seen.map((decision) => decision.title)).toEqual(['Adoption du règlement'])
  })
})

describe('a gesture', () => {
  test('repeated with its key gives its answer again and does nothing twice', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const call = caisse.call()
    const decided = { decidedOn: '2026-02-01', body: 'Comité', title: 'Une fois' }
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => recordDecision(call, decided)))
    expect(new Set(answers.map((answer) => answer.decisionId)).size).toBe(1)
    expect(await inCaisse(app.db, caisse.id, listDecisions)).toHaveLength(2)
  })

  test('with the key of another request is refused', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const call = caisse.call()
    await recordDecision(call, { decidedOn: '2026-02-01', body: 'Comité', title: 'Une' })
    await expect(
      recordDecision(call, { decidedOn: '2026-02-01', body: 'Comité', title: 'Autre' }),
    ).rejects.toMatchObject({ code: 'key_reused', status: 422 })
  })

  test('is refused to who holds no role here, though they hold one elsewhere', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const stranger = await givenAccount(app, there.id, 'coordinator')
    await expect(
      recordDecision(here.call(stranger), { decidedOn: '2026-02-01', body: 'Comité', title: 'Non' }),
    ).rejects.toMatchObject({ code: 'not_allowed' })
  })
})
