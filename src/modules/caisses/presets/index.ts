import { cadenet } from './cadenet.ts'
import { cca44Nantes } from './cca44-nantes.ts'
import { cca44PaysDeRetz } from './cca44-pays-de-retz.ts'
import { ccampa } from './ccampa.ts'
import { dieulefit } from './dieulefit.ts'
import { flers } from './flers.ts'
import { geneve } from './geneve.ts'
import { gironde } from './gironde.ts'
import { grenoble } from './grenoble.ts'
import { lyon } from './lyon.ts'
import { montpellier } from './montpellier.ts'
import type { Preset } from './preset.ts'
import { saintEtienne } from './saint-etienne.ts'
import { solidoume } from './solidoume.ts'
import { ssaNationale } from './ssa-nationale.ts'
import { strasbourg } from './strasbourg.ts'
import { toulouse } from './toulouse.ts'

export const PRESETS: readonly Preset[] = [
  cca44Nantes,
  cca44PaysDeRetz,
  montpellier,
  gironde,
  toulouse,
  lyon,
  cadenet,
  grenoble,
  saintEtienne,
  ccampa,
  solidoume,
  flers,
  geneve,
  strasbourg,
  dieulefit,
  ssaNationale,
]

export const findPreset = (slug: string): Preset | undefined => PRESETS.find((preset) => preset.slug === slug)
