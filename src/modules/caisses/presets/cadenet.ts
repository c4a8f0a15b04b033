import { COMMON_RULES, figure, published, UNPUBLISHED_RULES, type Preset } from './preset.ts'

/** A foundation pays; 150 a person, given back after purchase. Voluntary contributions are under debate. */
export const cadenet: Preset = {
  slug: 'cadenet',
  label: 'published',
  currency: 'EUR',
  unitName: null,
  figures: {
    unite: published('person', ['BAS2']),
    allocation: published(150_00, ['BAS2']),
    ...UNPUBLISHED_RULES,
  },
  gaps: [],
  versions: [
    {
      from: '2024-04',
      template: {
        ...COMMON_RULES,
        childAgeLimit: null,
        contribution: { kind: 'grant', voluntary: false },
        allocation: { kind: 'flat', per: 'person', cents: figure('allocation') },
      },
    },
  ],
}
