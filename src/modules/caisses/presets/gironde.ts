import { COMMON_RULES, figure, published, UNPUBLISHED_RULES, type Preset } from './preset.ts'

/**
 * 75 per household and 75 per person: 150 for one, 75 more for each other. The grid on three
 * criteria (income, what is left to live on, food budget) is not published.
 */
export const gironde: Preset = {
  slug: 'gironde',
  label: 'partly_published',
  currency: 'EUR',
  unitName: 'MonA',
  figures: {
    unite: published('household', ['ACC']),
    plancher: published(10_00, ['WIT']),
    plancher_personne: published(5_00, ['WIT']),
    allocation: published(150_00, ['ACC']),
    allocation_personne: published(75_00, ['ACC']),
    ...UNPUBLISHED_RULES,
  },
  gaps: ['grid'],
  versions: [
    {
      from: '2024-04',
      template: {
        ...COMMON_RULES,
        childAgeLimit: null,
        contribution: {
          kind: 'self_assessed',
          floor: { baseCents: figure('plancher'), perExtraPersonCents: figure('plancher_personne') },
          stepCents: null,
          ceiling: null,
          assessment: null,
        },
        allocation: {
          kind: 'base_plus_extra',
          baseCents: figure('allocation'),
          extraPersonCents: figure('allocation_personne'),
          childExtraCents: null,
        },
      },
    },
  ],
}
