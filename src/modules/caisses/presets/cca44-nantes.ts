import {
  byDefault,
  COMMON_RULES,
  figure,
  published,
  UNPUBLISHED_RULES,
  type Preset,
  type Template,
} from './preset.ts'
import type { Reglement } from '../rules/reglement.ts'

/** The final grid of contributions is not published: 10 to 250 is an example of the site. */
const contribution: Template<Reglement['contribution']> = {
  kind: 'self_assessed',
  floor: { baseCents: figure('plancher'), perExtraPersonCents: 0 },
  stepCents: null,
  ceiling: { cents: figure('plafond'), binding: false },
  assessment: null,
}

/** Designed with 150 for everyone, launched with 100 and 50 more per person. */
export const cca44Nantes: Preset = {
  slug: 'cca44-nantes',
  label: 'partly_published',
  currency: 'EUR',
  unitName: 'Moneko',
  figures: {
    unite: byDefault('household'),
    plancher: published(10_00, ['CCA2'], { note: 'site_example' }),
    plafond: published(250_00, ['CCA2'], { note: 'site_example' }),
    allocation: published(100_00, ['CCA1']),
    allocation_personne: published(50_00, ['CCA1']),
    allocation_initiale: published(150_00, ['CCA2'], { note: 'never_applied' }),
    ...UNPUBLISHED_RULES,
  },
  gaps: ['grid'],
  versions: [
    {
      from: null,
      note: 'never_applied',
      template: {
        ...COMMON_RULES,
        childAgeLimit: null,
        contribution,
        allocation: { kind: 'flat', per: 'unit', cents: figure('allocation_initiale') },
      },
    },
    {
      from: '2025-09',
      template: {
        ...COMMON_RULES,
        childAgeLimit: null,
        contribution,
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
