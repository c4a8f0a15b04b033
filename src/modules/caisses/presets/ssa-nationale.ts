import {
  byDefault,
  COMMON_RULES,
  figure,
  published,
  unknown,
  UNPUBLISHED_RULES,
  type Preset,
} from './preset.ts'

/** The national collective's proposal: 150 a person, for everyone, paid by contributions. */
export const ssaNationale: Preset = {
  slug: 'ssa-nationale',
  label: 'proposal',
  currency: 'EUR',
  unitName: null,
  figures: {
    unite: published('person', ['LJT1', 'RMC2']),
    taux: unknown('no_pledge'),
    plancher: byDefault(0),
    allocation: published(150_00, ['LJT1', 'RMC2']),
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
          kind: 'share_of_income',
          basisPoints: figure('taux'),
          floor: { baseCents: figure('plancher'), perExtraPersonCents: 0 },
          stepCents: null,
          ceiling: null,
        },
        allocation: { kind: 'flat', per: 'person', cents: figure('allocation') },
      },
    },
  ],
}
