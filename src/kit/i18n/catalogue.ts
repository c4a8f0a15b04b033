import enKit from './en/kit.json' with { type: 'json' }
import frKit from './fr/kit.json' with { type: 'json' }

/** One line per module and language: the name is the first part of its keys. */
const fr = {
  kit: frKit,
}

export type Catalogue = typeof fr

type SameKeys<T> = { [K in keyof T]: T[K] extends string ? string : SameKeys<T[K]> }

const en: SameKeys<Catalogue> = {
  kit: enKit,
}

export const CATALOGUES = { fr, en }
