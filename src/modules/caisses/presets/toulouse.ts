import { COMMON_RULES, figure, published, unknown, UNPUBLISHED_RULES, type Preset } from './preset.ts'

/** Four caisses, the same 100 for every household; each committee has a grid of its own. */
export const toulouse: Preset = {
  slug: 'toulouse',
  label: 'partly_published',
  currency: 'EUR',
  unitName: null,
  figures: {
    unite: published('household', ['REL']),
    plancher: unknown('no_pledge'),
    allocation: published(100_00, ['CAG2', 'REL']),
    ...UNPUBLISHED_RULES,
  },
  gaps: ['grid'],
  versions: [
    {
      from: '2024-09',
      template: {
        ...COMMON_RULES,
        childAgeLimit: null,
        contribution: {
          kind: 'self_assessed',
          floor: { baseCents: figure('plancher'), perExtraPersonCents: 0 },
          stepCents: null,
          ceiling: null,
          assessment: null,
        },
        allocation: { kind: 'flat', per: 'unit', cents: figure('allocation') },
      },
    },
  ],
}
