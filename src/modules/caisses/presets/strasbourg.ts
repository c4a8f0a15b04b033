import {
  COMMON_RULES,
  figure,
  published,
  unknown,
  UNPUBLISHED_RULES,
  type FigureKey,
  type Preset,
  type PresetVersion,
} from './preset.ts'

const version = (allocation: FigureKey): PresetVersion => ({
  from: null,
  template: {
    ...COMMON_RULES,
    childAgeLimit: null,
    contribution: {
      kind: 'time',
      hours: figure('heures'),
      period: 'month',
      what: 'formations et discussions',
    },
    allocation: { kind: 'flat', per: 'unit', cents: figure(allocation) },
  },
})

/** Time instead of money; 150, then cut to 100 so that the money lasts longer (the date is not published). */
export const strasbourg: Preset = {
  slug: 'strasbourg',
  label: 'partly_published',
  currency: 'EUR',
  unitName: null,
  figures: {
    unite: published('person', ['POK']),
    heures: unknown('nothing'),
    allocation_initiale: published(150_00, ['POK']),
    allocation: published(100_00, ['POK']),
    ...UNPUBLISHED_RULES,
  },
  gaps: [],
  versions: [version('allocation_initiale'), version('allocation')],
}
