import { COMMON_RULES, figure, published, UNPUBLISHED_RULES, type Preset } from './preset.ts'

/** 150, 75 more for each other person, less for a child under 14. Sources give its start in September or October 2024. */
export const lyon: Preset = {
  slug: 'lyon',
  label: 'published',
  currency: 'EUR',
  unitName: null,
  figures: {
    unite: published('household', ['GLY']),
    plancher: published(1_00, ['GLY']),
    plancher_personne: published(1_00, ['GLY']),
    allocation: published(150_00, ['GLY']),
    allocation_personne: published(75_00, ['GLY']),
    allocation_enfant: published(40_00, ['GLY'], {
      note: 'about',
      conflicts: [{ value: 45_00, sources: ['GLY'] }],
    }),
    age_enfant: published(14, ['GLY']),
    ...UNPUBLISHED_RULES,
  },
  gaps: [],
  versions: [
    {
      from: null,
      template: {
        ...COMMON_RULES,
        childAgeLimit: figure('age_enfant'),
        contribution: {
          kind: 'free',
          floor: { baseCents: figure('plancher'), perExtraPersonCents: figure('plancher_personne') },
          stepCents: null,
          ceiling: null,
        },
        allocation: {
          kind: 'base_plus_extra',
          baseCents: figure('allocation'),
          extraPersonCents: figure('allocation_personne'),
          childExtraCents: figure('allocation_enfant'),
        },
      },
    },
  ],
}
