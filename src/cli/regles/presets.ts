import { translator, type Translate } from '../../kit/i18n/translate.ts'
import { missingFigures, reglementFromPreset } from '../../modules/caisses/presets/from-preset.ts'
import { findPreset, PRESETS } from '../../modules/caisses/presets/index.ts'
import type { Figure, FigureKey, Preset } from '../../modules/caisses/presets/preset.ts'
import { sayFigure } from '../../modules/caisses/presets/say-figure.ts'
import { SOURCES, type SourceKey } from '../../modules/caisses/presets/sources.ts'
import { describeReglement } from '../../modules/caisses/rules/describe.ts'
import type { Reglement } from '../../modules/caisses/rules/reglement.ts'
import type { ReglesAnswer } from './io.ts'
import { table } from './table.ts'

export function listPresets(t: Translate): ReglesAnswer {
  return {
    ok: true,
    json: PRESETS.map((preset) => ({
      slug: preset.slug,
      nom: t(`presets.name.${preset.slug}`),
      etiquette: preset.label,
      devise: preset.currency,
      manque: missingFigures(preset, {}),
    })),
    text: table(
      PRESETS.map((preset) => [
        preset.slug,
        t(`presets.label.${preset.label}`),
        t(`presets.name.${preset.slug}`),
      ]),
    ),
  }
}

export function showPreset(slug: string): ReglesAnswer {
  const preset = findPreset(slug)
  if (!preset) {
    const t = translator('fr')
    const knownText = PRESETS.map((one) => one.slug).join(', ')
    const message = t('simulation.problem.no_preset', { nameText: slug, knownText })
    return { ok: false, errors: [{ ligne: null, foyer: null, colonne: null, message }], text: `${message}\n` }
  }
  const t = translator('fr', { currency: preset.currency, unit: preset.unitName ?? undefined })
  const figures = Object.entries(preset.figures) as [FigureKey, Figure][]
  const asked = figures.filter(([, one]) => one.value === null).map(([key]) => key)
  return {
    ok: true,
    json: presetJson(preset, figures, asked, t),
    text: presetText(preset, figures, asked, t),
  }
}

type Figures = readonly [FigureKey, Figure][]

function presetJson(preset: Preset, figures: Figures, asked: readonly FigureKey[], t: Translate) {
  const sources = (keys: readonly SourceKey[]) => keys.map((key) => ({ clef: key, url: SOURCES[key] }))
  return {
    slug: preset.slug,
    nom: t(`presets.name.${preset.slug}`),
    etiquette: preset.label,
    devise: preset.currency,
    unite: preset.unitName,
    chiffres: figures.map(([key, one]) => ({
      clef: key,
      nom: t(`presets.figure.${key}`),
      valeur: one.value,
      texte: one.value === null ? null : sayFigure(t, key, one.value),
      origine: one.origin,
      sources: sources(one.sources),
      autres: one.conflicts.map((other) => ({
        valeur: other.value,
        texte: sayFigure(t, key, other.value),
        sources: sources(other.sources),
      })),
      remarque: one.note ? t(`presets.note.${one.note}`) : null,
    })),
    manque: asked.map((key) => ({
      clef: key,
      question: t(`presets.question.${key}`),
      obligatoire: preset.figures[key]!.neededFor !== 'nothing',
    })),
    lacunes: preset.gaps.map((gap) => t(`presets.gap.${gap}`)),
    versions: preset.versions.map((version) => ({
      depuis: version.from,
      remarque: version.note ? t(`presets.note.${version.note}`) : null,
      modele: version.template,
    })),
    // Ready for `--reglement`, once nothing is missing.
    reglement: reglementOf(preset),
  }
}

function presetText(preset: Preset, figures: Figures, asked: readonly FigureKey[], t: Translate): string {
  const used = new Set<SourceKey>()
  const cite = (keys: readonly SourceKey[]): string => {
    for (const key of keys) used.add(key)
    return keys.length > 0 ? ` [${keys.join(', ')}]` : ''
  }
  const remarks = (key: FigureKey, one: Figure): string[] => [
    ...(one.origin === 'default' ? [t('presets.origin.default')] : []),
    ...(one.note ? [t(`presets.note.${one.note}`)] : []),
    ...one.conflicts.map(
      (other) => t('presets.conflict', { valueText: sayFigure(t, key, other.value) }) + cite(other.sources),
    ),
  ]
  const rows = figures.map(([key, one]) => {
    const said = one.value === null ? t('presets.origin.unknown') : sayFigure(t, key, one.value)
    const notes = remarks(key, one)
    return [
      key,
      t(`presets.figure.${key}`),
      `${said}${cite(one.sources)}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`,
    ]
  })
  const questions = [
    ...asked.map((key) => `${key} : ${t(`presets.question.${key}`)}`),
    ...preset.gaps.map((gap) => t(`presets.gap.${gap}`)),
  ]
  const blocks: [string, string][] = [
    [t('simulation.output.figures'), table(rows)],
    [t('simulation.output.asked'), questions.map((line) => `${line}\n`).join('')],
    [t('simulation.output.current'), reglementText(preset, t)],
    [t('simulation.output.sources'), table([...used].map((key) => [key, SOURCES[key]]))],
  ]
  const unit = preset.unitName ?? t('simulation.output.unitToChoose')
  return [
    `${t(`presets.name.${preset.slug}`)} (${t(`presets.label.${preset.label}`)})`,
    t('simulation.output.unitName', { nameText: unit, currencyText: preset.currency }),
    ...blocks.filter(([, body]) => body !== '').map(([title, body]) => `\n${title}\n${body.trimEnd()}`),
    '',
  ].join('\n')
}

function reglementOf(preset: Preset): Reglement | null {
  const opened = reglementFromPreset(preset, {})
  return opened.ok ? opened.reglement : null
}

/** The règlement in sentences; nothing while a figure is missing. */
function reglementText(preset: Preset, t: Translate): string {
  const reglement = reglementOf(preset)
  if (!reglement) return ''
  return describeReglement(reglement)
    .flatMap(({ clauses }) => clauses.map(({ key, params }) => `- ${t(key, params)}\n`))
    .join('')
}
