import enAccreditation from './en/accreditation.json' with { type: 'json' }
import enApp from './en/app.json' with { type: 'json' }
import enIdentity from './en/identity.json' with { type: 'json' }
import enKit from './en/kit.json' with { type: 'json' }
import frAccreditation from './fr/accreditation.json' with { type: 'json' }
import frApp from './fr/app.json' with { type: 'json' }
import frIdentity from './fr/identity.json' with { type: 'json' }
import frKit from './fr/kit.json' with { type: 'json' }

/** One line per module and language: the name is the first part of its keys. */
const fr = {
  accreditation: frAccreditation,
  app: frApp,
  identity: frIdentity,
  kit: frKit,
}

export type Catalogue = typeof fr

type SameKeys<T> = { [K in keyof T]: T[K] extends string ? string : SameKeys<T[K]> }

const en: SameKeys<Catalogue> = {
  accreditation: enAccreditation,
  app: enApp,
  identity: enIdentity,
  kit: enKit,
}

export const CATALOGUES = { fr, en }
