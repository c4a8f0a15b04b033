import { fillForm } from '../rules/reglement-form/read.ts'
import type { Typed } from '../rules/reglement-form/fields.ts'
import { fill } from './from-preset.ts'
import type { Preset } from './preset.ts'

/** The form of a règlement as the preset fills it in: figures that nobody published are left for the caisse to answer. */
export function presetForm(preset: Preset): Typed {
  const values = Object.fromEntries(
    Object.entries(preset.figures).map(([key, figure]) => [key, figure.value]),
  )
  return fillForm(fill(preset.versions.at(-1)!.template, values))
}
