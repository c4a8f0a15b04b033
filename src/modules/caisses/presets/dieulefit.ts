import { COMMON_RULES, figure, published, unknown, UNPUBLISHED_RULES, type Preset } from './preset.ts'

/** 100 for one person, scaled for more; a grid of objective and subjective criteria, filled in together. */
export const dieulefit: Preset = {
  slug: 'dieulefit',
  label: 'partly_published',
  currency: 'EUR',
  unitName: null,
  figures: {
    unite: published('household', ['DIE1']),
    plancher: unknown('no_pledge'),
    allocation: published(100_00, ['DIE1']),
    allocation_personne: unknown('several_persons'),
    ...UNPUBLISHED_RULES,
  },
  gaps: ['grid'],
  versions: [
    {
      from: null,
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
