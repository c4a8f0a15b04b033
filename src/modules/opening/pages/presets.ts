import type { Translate } from '../../../kit/i18n/translate.ts'
import type { RadioCard } from '../../../kit/ui/choices.tsx'
import { PRESETS } from '../../caisses/presets/index.ts'

/** The rules of real caisses to begin with, each with how much of it is published. */
export const presetCards = (t: Translate): RadioCard[] =>
  PRESETS.map((preset) => {
    const open = Object.values(preset.figures).filter((figure) => figure.value === null).length
    const label = t(`presets.label.${preset.label}`)
    return {
      value: preset.slug,
      label: t(`presets.name.${preset.slug}`),
      hint: t('draft.start.preset', { labelText: label, count: open }),
    }
  })
