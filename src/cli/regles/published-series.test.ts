import { describe, expect, test } from 'vitest'
import { aReglement } from '../../../test/given.ts'
import { calculated, commanded, foyers, repeated } from '../../../test/regles.ts'

/** 193 households of Gironde, 400 persons: 79 of one, 52 of two, 31 of three, 31 of four. */
const gironde = (chosen = '') => {
  const sizes = [
    ...Array(79).fill(1),
    ...Array(52).fill(2),
    ...Array(31).fill(3),
    ...Array(31).fill(4),
  ] as number[]
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(400)
  return repeated(193, (i) => `1,${sizes[i]! - 1},,,,,${chosen}`)
}

describe('published series', () => {
  test('T1 Cadenet: 33 persons, 150 a month for a year, a grant of 60,000', async () => {
    const month = await calculated(
      repeated(33, () => '1,0,,,,,'),
      ['--preset', 'cadenet'],
    )
    expect(month.total).toEqual({ cotisationCents: 0, allocationCents: 4_950_00 })
    expect(month.couverture).toBe(0)
    const grant = 60_000_00
    expect(month.total.allocationCents * 12).toBe(59_400_00)
    expect(grant - month.total.allocationCents * 12).toBe(600_00)
    expect(month.total.allocationCents * 13).toBeGreaterThan(grant)
  })

  test('T2 Gironde: 193 households, 400 persons', async () => {
    const month = await calculated(gironde(), ['--preset', 'gironde'])
    expect(month.total.allocationCents).toBe(44_475_00)
    expect(month.total.allocationCents * 12).toBe(533_700_00)
    expect(Math.round(month.total.allocationCents / 193 / 10) / 10).toBe(230.4)
    const motherOfTwo = await calculated(foyers('m,1,2,4;9,,,,'), ['--preset', 'gironde'])
    expect(motherOfTwo.foyers[0]!.allocationCents).toBe(300_00)
  })

  test('T3 Gironde: floors cover 6.7 %, and 226,300 of 760,000 are not allocation', async () => {
    const month = await calculated(gironde(), ['--preset', 'gironde'])
    expect(month.total.cotisationCents).toBe(2_965_00)
    expect(month.couverture).toBe(0.0667)
    const others = 760_000_00 - month.total.allocationCents * 12
    expect(others).toBe(226_300_00)
    expect(Math.round((others / 760_000_00) * 1000)).toBe(298)
  })

  test('T4 Gironde: a mean contribution of about 115 pays the half that authorities do not', async () => {
    const month = await calculated(gironde('115'), ['--preset', 'gironde'])
    expect(month.couverture).toBeGreaterThan(0.49)
    expect(month.couverture).toBeLessThan(0.51)
  })

  test('T5 Montpellier: 400 members, 480,000 a year, 60 % covered by a mean of 60, half by 50', async () => {
    const mean60 = await calculated(
      repeated(400, (i) => `1,0,,,,,${[1, 30, 79, 130][i % 4]}`),
      ['--preset', 'montpellier'],
    )
    expect(mean60.total).toEqual({ cotisationCents: 24_000_00, allocationCents: 40_000_00 })
    expect(mean60.total.allocationCents * 12).toBe(480_000_00)
    expect(mean60.total.cotisationCents * 12).toBe(288_000_00)
    expect(mean60.couverture).toBe(0.6)
    const mean50 = await calculated(
      repeated(400, () => '1,0,,,,,50'),
      ['--preset', 'montpellier'],
    )
    expect(mean50.couverture).toBe(0.5)
  })

  test('T11 students of Bordeaux: 120,000 in 8 months, 60 % of the budget', async () => {
    const rules = aReglement({
      unit: 'person',
      contribution: {
        kind: 'free',
        floor: { baseCents: 10_00, perExtraPersonCents: 0 },
        stepCents: null,
        ceiling: { cents: 50_00, binding: true },
      },
      allocation: { kind: 'flat', per: 'unit', cents: 100_00 },
    })
    const least = await calculated(
      repeated(150, () => '1,0,,,,,'),
      rules,
    )
    const most = await calculated(
      repeated(150, () => '1,0,,,,,50'),
      rules,
    )
    expect(least.total.allocationCents * 8).toBe(120_000_00)
    expect((least.total.allocationCents * 8) / 200_000_00).toBe(0.6)
    expect(least.total.cotisationCents * 8).toBe(12_000_00)
    expect(most.total.cotisationCents * 8).toBe(60_000_00)
  })

  test('T12 CCAMPA: the floor binds under 400, one gains under 2,000', async () => {
    const incomes = [0, 399, 400, 1_000, 1_999, 2_000, 2_001]
    const month = await calculated(foyers(...incomes.map((income) => `r${income},1,0,,${income},,,`)), [
      '--preset',
      'ccampa',
    ])
    expect(month.foyers.map((one) => one.cotisationCents)).toEqual([
      10_00, 10_00, 10_00, 25_00, 49_98, 50_00, 50_03,
    ])
    expect(month.foyers[1]!.raison).toContain('le minimum de 10,00')
    expect(month.foyers[2]!.raison).not.toContain('minimum')
    const gains = month.foyers.map((one) => Math.sign(one.allocationCents - one.cotisationCents))
    expect(gains).toEqual([1, 1, 1, 1, 1, 0, -1])
    const fifty = (chosen: string) =>
      calculated(
        repeated(50, () => `1,0,,,,,${chosen}`),
        ['--preset', 'ccampa'],
      )
    const yearly = async (chosen: string) => {
      const { total } = await fifty(chosen)
      return { out: total.allocationCents * 12, short: (total.allocationCents - total.cotisationCents) * 12 }
    }
    expect((await yearly('16.67')).out).toBe(30_000_00)
    expect((await yearly('16.67')).short).toBeLessThanOrEqual(20_000_00)
    expect((await yearly('16.66')).short).toBeGreaterThan(20_000_00)
  })

  test('T13 Soli’doume: the mean comes back, to the cent, with and without a levy of 5 %', async () => {
    const chosen = [20, 30, 50, 70, 30, 25.55, 61.02]
    const list = repeated(chosen.length, (i) => `1,0,,,,,${chosen[i]}`)
    const all = await calculated(list, ['--preset', 'solidoume'])
    expect(all.total).toEqual({ cotisationCents: 286_57, allocationCents: 286_57 })
    expect(new Set(all.foyers.map((one) => one.allocationCents))).toEqual(new Set([40_93, 40_94]))
    const levied = await calculated(list, ['--preset', 'solidoume', '--reponse', 'prelevement=5'])
    expect(levied.total.allocationCents).toBe(286_57 - 14_33)
    const observed = await calculated(foyers('a,1,0,,,,,20', 'b,1,0,,,,,30', 'c,1,0,,,,,70'), [
      '--preset',
      'solidoume',
    ])
    expect(observed.foyers.map((one) => one.allocationCents)).toEqual([40_00, 40_00, 40_00])
  })

  const lavoir = aReglement({
    contribution: {
      kind: 'price_choice',
      tiers: [
        { code: 'accessible', name: 'Prix accessible', basisPoints: 6_500 },
        { code: 'juste', name: 'Prix juste', basisPoints: 10_000 },
        { code: 'solidaire', name: 'Prix solidaire', basisPoints: 12_500 },
      ],
    },
    allocation: { kind: 'none' },
  })

  test('T14 Lavoir: balance when solidarity purchases are 1.4 times accessible ones', async () => {
    const market = (solidarity: number) =>
      commanded(
        foyers('a,1,0,,,,100,65', 'j,1,0,,,,80,', `s,1,0,,,,${solidarity},${(solidarity * 125) / 100}`),
        lavoir,
      )
    expect(await market(140)).toMatchObject({
      total: { cotisationCents: 320_00, allocationCents: 320_00 },
      couverture: 1,
    })
    expect((await market(136)).couverture).toBeLessThan(1)
    expect((await market(144)).couverture).toBeGreaterThan(1)
  })

  test('T15 Dieulefit: 150 for 100 is 50 more each month, of which 66 % is 396 a year', async () => {
    const month = await calculated(foyers('d,1,0,,,,,150'), [
      '--preset',
      'dieulefit',
      '--reponse',
      'plancher=1',
      '--reponse',
      'allocation_personne=50',
    ])
    const [line] = month.foyers
    const more = line!.cotisationCents - line!.allocationCents
    expect(more).toBe(50_00)
    expect((more * 12 * 66) / 100).toBe(396_00)
  })
})
