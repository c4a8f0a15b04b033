import { describe, expect } from 'vitest'
import { givenBrowser } from '../../../../test/given-pages.ts'
import { aReglement, givenCaisse } from '../../../../test/given.ts'
import { test, type TestApp } from '../../../../test/app.ts'
import type { ContributionScheme } from '../../caisses/rules/reglement.ts'

const anyAmount = { floor: { baseCents: 10_00, perExtraPersonCents: 5_00 }, stepCents: null, ceiling: null }

async function paperOf(app: TestApp, contribution: ContributionScheme): Promise<string> {
  const caisse = await givenCaisse(app, { reglement: aReglement({ contribution }) })
  const { html } = await givenBrowser(app).get(`/c/${caisse.slug}/bareme`)
  return html.replace(/[\u00a0\u202f]/g, ' ')
}

describe('the grid of contributions on paper', () => {
  test('gives the floor of each size of household, and a slip for the chosen amount only', async ({
    app,
  }) => {
    const html = await paperOf(app, { kind: 'free', ...anyAmount })
    expect(html).toMatch(/3 personnes.*?20,00 €/s)
    expect(html).toContain('Mon foyer choisit de cotiser')
    expect(html).not.toContain('data-island')
  })

  test('writes the points out, with the amount that their total suggests', async ({ app }) => {
    const html = await paperOf(app, {
      kind: 'self_assessed',
      ...anyAmount,
      assessment: {
        kind: 'points',
        criteria: [
          {
            input: 'leftToLiveCents',
            perPerson: true,
            bands: [
              { fromCents: 0, points: 0 },
              { fromCents: 400_00, points: 3 },
            ],
          },
        ],
        amounts: [
          { fromPoints: 0, cents: 15_00 },
          { fromPoints: 3, cents: 60_00 },
        ],
      },
    })
    expect(html).toContain('Divisez par le nombre de personnes')
    expect(html).toMatch(/400,00 €.*?3 points/s)
    expect(html).toMatch(/3 points.*?60,00 €/s)
    expect(html).toContain('data-island="self-assessment"')
  })

  test('a share of income is a table to read, without anybody asking', async ({ app }) => {
    const html = await paperOf(app, { kind: 'share_of_income', ...anyAmount, basisPoints: 250 })
    expect(html).toMatch(/2 000,00 €.*?50,00 €/s)
  })

  test('where time is given there is nothing to work out', async ({ app }) => {
    const html = await paperOf(app, { kind: 'time', hours: 3, period: 'month', what: 'épicerie' })
    expect(html).toContain('il n’y a pas de montant à calculer')
    expect(html).not.toContain('À détacher')
  })
})
