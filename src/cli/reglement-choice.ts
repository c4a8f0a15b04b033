import type { z } from 'zod'
import { translator } from '../kit/i18n/translate.ts'
import { Refusal } from '../kit/refusal.ts'
import type { AdoptReglement } from '../modules/caisses/actions.ts'
import { reglementFromPreset } from '../modules/caisses/presets/from-preset.ts'
import { findPreset, PRESETS } from '../modules/caisses/presets/index.ts'
import type { Preset } from '../modules/caisses/presets/preset.ts'
import { sayAnswerProblem } from '../modules/caisses/presets/say-figure.ts'
import { readReglement } from '../modules/caisses/rules/read-reglement.ts'
import type { Reglement } from '../modules/caisses/rules/reglement.ts'
import { Problems } from './failure.ts'
import { readJsonOf } from './files.ts'
import { pairs } from './misuse.ts'
import type { Session } from './session.ts'

type Origin = NonNullable<z.input<typeof AdoptReglement>['origin']>

export type Chosen = { content: Reglement; origin: Origin; preset: Preset | null }

/** The rules that an operator names: a preset with answers to what it leaves open, or a file. */
export async function chosenReglement(
  { io, t }: Session,
  {
    preset: slug,
    reponse,
    reglement: path,
  }: { preset?: string; reponse: readonly string[]; reglement?: string },
): Promise<Chosen> {
  if ((slug === undefined) === (path === undefined)) throw new Refusal('preset_or_file')
  if (slug !== undefined) return fromPreset(slug, pairs(reponse))
  if (reponse.length > 0) throw new Refusal('answers_without_preset')
  const read = readReglement(await readJsonOf(io, path!))
  if (read.ok) return { content: read.reglement, origin: 'adopted', preset: null }
  throw new Problems(
    read.problems.map(({ path: place, code }) => ({
      code: `reglement_${code}`,
      champ: place,
      message: t(`reglement.invalid.${code}`, { pathText: place === '' ? path! : place }),
    })),
  )
}

function fromPreset(slug: string, answers: Record<string, string>): Chosen {
  const preset = findPreset(slug)
  if (!preset)
    throw new Refusal('no_such_preset', {
      nameText: slug,
      knownText: PRESETS.map((one) => one.slug).join(', '),
    })
  const filled = reglementFromPreset(preset, answers)
  if (filled.ok) return { content: filled.reglement, origin: preset.label, preset }
  const t = translator('fr', { currency: preset.currency, unit: preset.unitName ?? undefined })
  throw new Problems([
    ...filled.problems.map((problem) => ({
      code: `answer_${problem.kind}`,
      message: sayAnswerProblem(t, preset, problem),
    })),
    ...filled.missing.map((figure) => ({
      code: 'figure_missing',
      champ: figure,
      message: t('simulation.needs.open_everyone', {
        figureText: t(`presets.figure.${figure}`),
        nameText: figure,
      }),
    })),
  ])
}
