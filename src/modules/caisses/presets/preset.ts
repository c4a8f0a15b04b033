import type { Month } from '../../../kit/month.ts'
import type { CarryOver, PartMonth, Reglement } from '../rules/reglement.ts'
import type { SourceKey } from './sources.ts'

/**
 * The figures and choices a preset may hold. The names are those that an operator types
 * (`--reponse plancher=10`), hence in French.
 */
export const FIGURE_KINDS = {
  plancher: 'cents',
  plancher_personne: 'cents',
  pas: 'cents',
  plafond: 'cents',
  palier_minimum: 'cents',
  palier_maximum: 'cents',
  paliers: 'cents_list',
  taux: 'rate',
  heures: 'hours',
  allocation: 'rights',
  allocation_initiale: 'rights',
  allocation_personne: 'rights',
  allocation_enfant: 'rights',
  allocation_deux: 'rights',
  allocation_trois: 'rights',
  prelevement: 'rate',
  age_enfant: 'years',
  unite: 'unit',
  entree: 'part_month',
  sortie: 'part_month',
  attente: 'yes_no',
  report: 'carry_over',
} as const

export type FigureKey = keyof typeof FIGURE_KINDS
export type FigureKind = (typeof FIGURE_KINDS)[FigureKey]

export type FigureValue =
  | number
  | boolean
  | readonly number[]
  | Reglement['unit']
  | { contribution: PartMonth; allocation: PartMonth }
  | CarryOver

/** Which households cannot be computed while a figure is unknown; `nothing` only refines the règlement. */
export type NeededFor = 'everyone' | 'no_pledge' | 'several_persons' | 'nothing'

/** Remarks on a figure, told by the catalogue: `presets.note.<note>`. */
export type Note = 'site_example' | 'about' | 'earlier' | 'unit_unclear' | 'never_applied'

export type Figure = {
  /** null: not published. Such a figure is asked for, never invented. */
  value: FigureValue | null
  /** `default`: the caisse publishes nothing, Tablée proposes the plainest rule and says so. */
  origin: 'published' | 'default' | 'unknown'
  sources: readonly SourceKey[]
  neededFor: NeededFor
  note?: Note
  /** What other sources say. */
  conflicts: readonly { value: FigureValue; sources: readonly SourceKey[] }[]
}

type Remarks = { note?: Note; conflicts?: Figure['conflicts'] }

export const published = (
  value: FigureValue,
  sources: readonly [SourceKey, ...SourceKey[]],
  { conflicts = [], ...remarks }: Remarks = {},
): Figure => ({ value, origin: 'published', sources, neededFor: 'nothing', conflicts, ...remarks })

export const byDefault = (value: FigureValue, { conflicts = [], ...remarks }: Remarks = {}): Figure => ({
  value,
  origin: 'default',
  sources: [],
  neededFor: 'nothing',
  conflicts,
  ...remarks,
})

export const unknown = (neededFor: NeededFor): Figure => ({
  value: null,
  origin: 'unknown',
  sources: [],
  neededFor,
  conflicts: [],
})

/** Where a figure's value goes in the règlement. */
export type Reference = { figure: FigureKey }

export const figure = (key: FigureKey): Reference => ({ figure: key })

export type Template<T> =
  | Reference
  | (T extends readonly (infer Item)[]
      ? readonly Template<Item>[]
      : T extends object
        ? { readonly [Key in keyof T]: Template<T[Key]> }
        : T)

export type PresetVersion = {
  /** null: the date is not published, or the version never applied. */
  from: Month | null
  note?: Note
  template: Template<Reglement>
}

export type PresetSlug =
  | 'cca44-nantes'
  | 'cca44-pays-de-retz'
  | 'montpellier'
  | 'gironde'
  | 'toulouse'
  | 'lyon'
  | 'cadenet'
  | 'grenoble'
  | 'saint-etienne'
  | 'ccampa'
  | 'solidoume'
  | 'flers'
  | 'geneve'
  | 'strasbourg'
  | 'dieulefit'
  | 'ssa-nationale'

export type Preset = {
  slug: PresetSlug
  label: 'published' | 'partly_published' | 'proposal'
  currency: 'EUR' | 'CHF'
  /** What the field calls its rights; null where nothing is published. */
  unitName: string | null
  figures: Partial<Record<FigureKey, Figure>>
  /** What is not published and is no single figure: to be typed in once the caisse is open. */
  gaps: readonly 'grid'[]
  /** Oldest first; the last is the one a caisse opens with. */
  versions: readonly [PresetVersion, ...PresetVersion[]]
}

/** What no caisse we know of publishes: the plainest rule, shown as ours and asked about. */
export const UNPUBLISHED_RULES = {
  entree: byDefault({ contribution: 'full', allocation: 'full' }),
  sortie: byDefault({ contribution: 'full', allocation: 'full' }),
  attente: byDefault(false),
  report: byDefault({ kind: 'unlimited' }),
} satisfies Partial<Record<FigureKey, Figure>>

/** The parts of a règlement that come from {@link UNPUBLISHED_RULES} or from what a preset says instead. */
export const COMMON_RULES = {
  unit: figure('unite'),
  entry: figure('entree'),
  exit: figure('sortie'),
  releaseAfterPayment: figure('attente'),
  carryOver: figure('report'),
} as const
