import { COMMON_RULES, figure, published, UNPUBLISHED_RULES, type Preset } from './preset.ts'

/** 150 per adult, 75 per child under 14, counted for a group that shares one food budget. */
export const geneve: Preset = {
  slug: 'geneve',
  label: 'published',
  currency: 'CHF',
  unitName: 'Radis',
  figures: {
    unite: published('shared_budget_group', ['CAL', 'PME']),
    plancher: published(20_00, ['GPC']),
    plafond: published(200_00, ['GPC']),
    allocation: published(150_00, ['CAL', 'PME']),
    allocation_enfant: published(75_00, ['CAL', 'PME']),
    age_enfant: published(14, ['CAL', 'PME']),
    ...UNPUBLISHED_RULES,
  },
  gaps: [],
  versions: [
    {
      from: '2025-10',
      template: {
        ...COMMON_RULES,
        childAgeLimit: figure('age_enfant'),
        contribution: {
          kind: 'free',
          floor: { baseCents: figure('plancher'), perExtraPersonCents: 0 },
          stepCents: null,
          ceiling: { cents: figure('plafond'), binding: false },
        },
        allocation: {
          kind: 'adult_child',
          adultCents: figure('allocation'),
          childCents: figure('allocation_enfant'),
        },
      },
    },
  ],
}
