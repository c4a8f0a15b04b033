import { describe, expect, test } from 'vitest'
import { translator } from '../../../kit/i18n/translate.ts'
import { describeReglement } from '../rules/describe.ts'
import { readAnswer } from './answers.ts'
import { draftFromPreset, fill, missingFigures, reglementFromPreset } from './from-preset.ts'
import { findPreset, PRESETS } from './index.ts'
import { FIGURE_KINDS, type Figure, type FigureKey, type Preset } from './preset.ts'
import { sayFigure } from './say-figure.ts'
import { SOURCES } from './sources.ts'

const figuresOf = (preset: Preset) => Object.entries(preset.figures) as [FigureKey, Figure][]

/** What an operator could answer to each question that presets ask. */
const ANSWERS: Partial<Record<FigureKey, string>> = {
  plancher: '10',
  allocation: '100',
  allocation_personne: '50',
  taux: '2,5',
  paliers: '20;30;50;70',
  heures: '3',
}

describe.each(PRESETS.map((preset) => [preset.slug, preset] as const))('%s', (_, preset) => {
  test('every published figure names a page, every other one none', () => {
    for (const [key, one] of figuresOf(preset)) {
      const { origin, value } = one
      expect({ key, quoted: one.sources.length > 0, known: value !== null }).toEqual({
        key,
        quoted: origin === 'published',
        known: origin !== 'unknown',
      })
    }
  })

  test('every figure has its place in some version', () => {
    const places = JSON.stringify(preset.versions.map((version) => version.template))
    for (const [key] of figuresOf(preset)) expect(places).toContain(`{"figure":"${key}"}`)
  })

  test('every version becomes a règlement that reads in both languages', () => {
    const values = Object.fromEntries(
      figuresOf(preset).map(([key, one]) => [key, one.value ?? readAnswer(key, ANSWERS[key]!)]),
    )
    for (const version of preset.versions) {
      const solo: Preset = {
        ...preset,
        versions: [{ ...version, template: fill(version.template, values) as never }],
      }
      const draft = draftFromPreset(solo, {})
      expect(draft.ok).toBe(true)
      if (!draft.ok) continue
      for (const locale of ['fr', 'en'] as const) {
        const t = translator(locale)
        const sentences = describeReglement(draft.reglement).flatMap(({ clauses }) =>
          clauses.map(({ key, params }) => t(key, params)),
        )
        expect(sentences.length).toBeGreaterThanOrEqual(7)
      }
    }
  })

  test('it opens once what is missing is answered, and not before', () => {
    const missing = missingFigures(preset, {})
    const before = reglementFromPreset(preset, {})
    expect(before.ok ? [] : before.missing).toEqual(missing)
    const answers = Object.fromEntries(missing.map((key) => [key, ANSWERS[key]!]))
    expect(reglementFromPreset(preset, answers).ok).toBe(true)
  })

  test('every question, figure, remark and value has its words', () => {
    for (const locale of ['fr', 'en'] as const) {
      const t = translator(locale, { currency: preset.currency })
      const words = figuresOf(preset).flatMap(([key, one]) => [
        t(`presets.question.${key}`),
        t(`presets.figure.${key}`),
        ...(one.value === null ? [] : [sayFigure(t, key, one.value)]),
        ...(one.note ? [t(`presets.note.${one.note}`)] : []),
      ])
      expect([...words, ...preset.gaps.map((gap) => t(`presets.gap.${gap}`))]).not.toContain('')
    }
  })
})

test('the sixteen presets of the field, each once', () => {
  expect(new Set(PRESETS.map((preset) => preset.slug)).size).toBe(16)
})

test('every source is quoted by some preset', () => {
  const quoted = new Set(
    PRESETS.flatMap((preset) =>
      figuresOf(preset).flatMap(([, one]) => [
        ...one.sources,
        ...one.conflicts.flatMap((other) => other.sources),
      ]),
    ),
  )
  expect(Object.keys(SOURCES).filter((key) => !quoted.has(key as never))).toEqual([])
})

test('every kind of figure is held by some preset', () => {
  const held = new Set(PRESETS.flatMap((preset) => Object.keys(preset.figures)))
  expect(Object.keys(FIGURE_KINDS).filter((key) => !held.has(key))).toEqual([])
})

test('nothing is published for Pays de Retz: every amount is asked for', () => {
  expect(missingFigures(findPreset('cca44-pays-de-retz')!, {})).toEqual([
    'plancher',
    'allocation',
    'allocation_personne',
  ])
})

test('Nantes was designed with 150 and opened with 100 and 50 more', () => {
  const opened = reglementFromPreset(findPreset('cca44-nantes')!, {})
  expect(opened.ok && opened.reglement.allocation).toMatchObject({
    baseCents: 100_00,
    extraPersonCents: 50_00,
  })
  expect(findPreset('cca44-nantes')!.figures.allocation_initiale?.value).toBe(150_00)
})

describe('answers', () => {
  test.each<[FigureKey, string, unknown]>([
    ['plancher', '12,50', 12_50],
    ['plancher', '-1', null],
    ['taux', '2,5', 250],
    ['taux', '2.5 %', 250],
    ['taux', '101', null],
    ['paliers', '20;30;70', [20_00, 30_00, 70_00]],
    ['paliers', '20;x', null],
    ['heures', '1,5', 1.5],
    ['heures', '1,1', null],
    ['age_enfant', '14', 14],
    ['age_enfant', '14,5', null],
    ['unite', 'foyer', 'household'],
    ['unite', 'constructor', null],
    ['attente', 'oui', true],
    ['attente', 'non', false],
    ['entree', 'prorata', { contribution: 'pro_rata', allocation: 'pro_rata' }],
    ['report', 'illimite', { kind: 'unlimited' }],
    ['report', '3_mois', { kind: 'expires_after', months: 3 }],
    ['report', 'plafond:100', { kind: 'cap', cents: 100_00 }],
    ['report', 'plafond:2x', { kind: 'cap_allocations', count: 2 }],
    ['report', 'toujours', null],
  ])('%s=%s', (key, typed, value) => expect(readAnswer(key, typed)).toEqual(value))

  test('an answer replaces a published figure, as the other source of Lyon has it', () => {
    const lyon = reglementFromPreset(findPreset('lyon')!, { allocation_enfant: '45' })
    expect(lyon.ok && lyon.reglement.allocation).toMatchObject({ childExtraCents: 45_00 })
  })

  test('what cannot be read, what is not asked, what does not fit together', () => {
    const grenoble = findPreset('grenoble')!
    expect(reglementFromPreset(grenoble, { plancher: 'dix', taux: '3' })).toEqual({
      ok: false,
      missing: [],
      problems: [
        { kind: 'unreadable', key: 'plancher', typed: 'dix' },
        { kind: 'unknown_figure', key: 'taux' },
      ],
    })
    expect(draftFromPreset(grenoble, { allocation_deux: '90' })).toEqual({
      ok: false,
      problems: [{ kind: 'inconsistent', path: 'allocation.amountsCents', code: 'by_size' }],
    })
  })
})
