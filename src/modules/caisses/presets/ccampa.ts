import { byDefault, COMMON_RULES, figure, published, UNPUBLISHED_RULES, type Preset } from './preset.ts'

/** 2.5 % of net monthly income, 10 at least; 50 in a grocer's account, what is left adds up. */
export const ccampa: Preset = {
  slug: 'ccampa',
  label: 'published',
  currency: 'EUR',
  unitName: null,
  figures: {
    unite: byDefault('household', { note: 'unit_unclear' }),
    taux: published(250, ['LJT2']),
    plancher: published(10_00, ['LJT2']),
    allocation: published(50_00, ['LJT2']),
    ...UNPUBLISHED_RULES,
    report: published({ kind: 'unlimited' }, ['LJT2']),
  },
  gaps: [],
  versions: [
    {
      from: '2025-01',
      template: {
        ...COMMON_RULES,
        childAgeLimit: null,
        contribution: {
          kind: 'share_of_income',
          basisPoints: figure('taux'),
          floor: { baseCents: figure('plancher'), perExtraPersonCents: 0 },
          stepCents: null,
          ceiling: null,
        },
        allocation: { kind: 'flat', per: 'unit', cents: figure('allocation') },
      },
    },
  ],
}
