import {
  byDefault,
  COMMON_RULES,
  figure,
  published,
  unknown,
  UNPUBLISHED_RULES,
  type Preset,
} from './preset.ts'

/** Contribution proportional to income (the rate is not published), 30 at least. */
export const saintEtienne: Preset = {
  slug: 'saint-etienne',
  label: 'partly_published',
  currency: 'EUR',
  unitName: 'Lien',
  figures: {
    unite: byDefault('household', { note: 'unit_unclear' }),
    taux: unknown('no_pledge'),
    plancher: published(30_00, ['TL7']),
    allocation: published(60_00, ['TL7']),
    ...UNPUBLISHED_RULES,
  },
  gaps: [],
  versions: [
    {
      from: '2025-02',
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
