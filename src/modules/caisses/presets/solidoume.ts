import {
  byDefault,
  COMMON_RULES,
  figure,
  published,
  unknown,
  UNPUBLISHED_RULES,
  type Preset,
} from './preset.ts'

/** What comes in is shared out: everyone receives the mean of the month's contributions. */
export const solidoume: Preset = {
  slug: 'solidoume',
  label: 'published',
  currency: 'EUR',
  unitName: 'Doume',
  figures: {
    unite: byDefault('person', { note: 'unit_unclear' }),
    palier_minimum: published(20_00, ['BUL']),
    palier_maximum: published(70_00, ['BUL']),
    paliers: unknown('nothing'),
    prelevement: byDefault(0),
    ...UNPUBLISHED_RULES,
  },
  gaps: [],
  versions: [
    {
      from: null,
      template: {
        ...COMMON_RULES,
        childAgeLimit: null,
        contribution: {
          kind: 'steps',
          lowestCents: figure('palier_minimum'),
          highestCents: figure('palier_maximum'),
          amountsCents: figure('paliers'),
        },
        allocation: {
          kind: 'mean_of_contributions',
          per: 'unit',
          levyBasisPoints: figure('prelevement'),
        },
      },
    },
  ],
}
