import { byDefault, COMMON_RULES, figure, unknown, UNPUBLISHED_RULES, type Preset } from './preset.ts'

/** In preparation, nothing published. The form is ours, the amounts are the caisse's to decide. */
export const cca44PaysDeRetz: Preset = {
  slug: 'cca44-pays-de-retz',
  label: 'proposal',
  currency: 'EUR',
  unitName: null,
  figures: {
    unite: byDefault('household'),
    plancher: unknown('no_pledge'),
    allocation: unknown('everyone'),
    allocation_personne: unknown('several_persons'),
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
          kind: 'free',
          floor: { baseCents: figure('plancher'), perExtraPersonCents: 0 },
          stepCents: null,
          ceiling: null,
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
