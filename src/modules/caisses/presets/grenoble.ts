import { COMMON_RULES, figure, published, unknown, UNPUBLISHED_RULES, type Preset } from './preset.ts'

/** 100, 150, 200 for one, two, three or more. The contribution is free, below or above 100. */
export const grenoble: Preset = {
  slug: 'grenoble',
  label: 'partly_published',
  currency: 'EUR',
  unitName: null,
  figures: {
    unite: published('household', ['OYE2']),
    plancher: unknown('no_pledge'),
    allocation: published(100_00, ['OYE2']),
    allocation_deux: published(150_00, ['OYE2']),
    allocation_trois: published(200_00, ['OYE2']),
    ...UNPUBLISHED_RULES,
  },
  gaps: [],
  versions: [
    {
      from: '2025-10',
      template: {
        ...COMMON_RULES,
        childAgeLimit: null,
        contribution: {
          kind: 'free',
          floor: { baseCents: figure('plancher'), perExtraPersonCents: 0 },
          stepCents: null,
          ceiling: null,
        },
        allocation: {
          kind: 'by_size',
          amountsCents: [figure('allocation'), figure('allocation_deux'), figure('allocation_trois')],
        },
      },
    },
  ],
}
