import { COMMON_RULES, figure, published, UNPUBLISHED_RULES, type Preset } from './preset.ts'

/** 100 per member, carried over, given once the contribution is received. The grid's figures are not published. */
export const montpellier: Preset = {
  slug: 'montpellier',
  label: 'partly_published',
  currency: 'EUR',
  unitName: 'MonA',
  figures: {
    unite: published('person', ['REP1'], { conflicts: [{ value: 'household', sources: ['SIL'] }] }),
    plancher: published(1_00, ['REP1', 'FDF']),
    plafond: published(250_00, ['FDF'], {
      note: 'earlier',
      conflicts: [{ value: 150_00, sources: ['REP1'] }],
    }),
    allocation: published(100_00, ['REP1', 'SIL']),
    ...UNPUBLISHED_RULES,
    attente: published(true, ['FBI']),
    report: published({ kind: 'unlimited' }, ['SOL']),
  },
  gaps: ['grid'],
  versions: [
    {
      from: '2023-01',
      template: {
        ...COMMON_RULES,
        childAgeLimit: null,
        contribution: {
          kind: 'self_assessed',
          floor: { baseCents: figure('plancher'), perExtraPersonCents: 0 },
          stepCents: null,
          ceiling: { cents: figure('plafond'), binding: false },
          assessment: null,
        },
        allocation: { kind: 'flat', per: 'unit', cents: figure('allocation') },
      },
    },
  ],
}
