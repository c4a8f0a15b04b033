import { byDefault, COMMON_RULES, figure, published, UNPUBLISHED_RULES, type Preset } from './preset.ts'

/** Free from 20, by steps of 5, without a ceiling. */
export const flers: Preset = {
  slug: 'flers',
  label: 'published',
  currency: 'EUR',
  unitName: 'CLAF-Outils',
  figures: {
    unite: byDefault('household', { note: 'unit_unclear' }),
    plancher: published(20_00, ['MAV1', 'TEN']),
    pas: published(5_00, ['MAV1', 'TEN']),
    allocation: published(100_00, ['FLE']),
    ...UNPUBLISHED_RULES,
  },
  gaps: [],
  versions: [
    {
      from: '2025-12',
      template: {
        ...COMMON_RULES,
        childAgeLimit: null,
        contribution: {
          kind: 'free',
          floor: { baseCents: figure('plancher'), perExtraPersonCents: 0 },
          stepCents: figure('pas'),
          ceiling: null,
        },
        allocation: { kind: 'flat', per: 'unit', cents: figure('allocation') },
      },
    },
  ],
}
