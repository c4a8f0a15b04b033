import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accentCss, accentPasses, accentShades, contrast, PAPER } from './accent.ts'

const tokens = Object.fromEntries(
  [
    ...readFileSync(new URL('./css/tokens.css', import.meta.url), 'utf8').matchAll(
      /--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g,
    ),
  ].map(([, name, light, dark]) => [name!, { light: light!, dark: dark! }]),
)

const token = (name: string, theme: 'light' | 'dark'): string => {
  const value = tokens[name]
  if (!value) throw new Error(`tokens.css has no --${name}`)
  return value[theme]
}

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each([
    ...['ground', 'surface', 'sunk', 'hero'].flatMap((paper) =>
      ['ink', 'ink-soft', 'garden-text', 'tomato-text'].map((ink) => [ink, paper]),
    ),
    ['garden-text', 'garden-soft'],
    ['tomato-text', 'tomato-soft'],
    ['wheat-text', 'wheat-soft'],
    ['sky-text', 'sky-soft'],
    ['ink', 'garden-soft'],
    ['ink', 'tomato-soft'],
    ['ink', 'wheat-soft'],
    ['ink', 'sky-soft'],
    ['ink-soft', 'garden-soft'],
    ['on-garden', 'garden'],
    ['on-garden', 'garden-strong'],
    ['on-tomato', 'tomato-strong'],
  ])('%s reads on %s', (ink, paper) =>
    expect(contrast(token(ink, theme), token(paper, theme))).toBeGreaterThanOrEqual(4.5),
  )

  test.each([
    ['line-strong', 'surface'],
    ['line-strong', 'ground'],
    ['focus', 'ground'],
    ['focus', 'surface'],
    ['garden', 'sunk'],
  ])('%s can be told from %s', (line, paper) =>
    expect(contrast(token(line, theme), token(paper, theme))).toBeGreaterThanOrEqual(3),
  )
})

describe('a caisse picks its colour', () => {
  test('contrast is that of WCAG', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  })

  test('the papers it is tried on are those of the pages', () => {
    expect(PAPER).toEqual({ light: token('ground', 'light'), dark: token('surface', 'dark') })
  })

  test.each([
    ['#1f6b43', true],
    ['#8a1c5b', true],
    ['#000000', true],
    ['#ffd400', false],
    ['#999999', false],
    ['vert', false],
    ['#fff;}', false],
  ])('%s: %s', (color, passes) => expect(accentPasses(color)).toBe(passes))

  test('what passes is readable by day and by night', () => {
    const channel = fc.integer({ min: 0, max: 255 })
    const hex = (parts: readonly number[]) =>
      `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`
    const readable = fc.tuple(channel, channel, channel).map(hex).filter(accentPasses)
    fc.assert(
      fc.property(readable, (color) => {
        const { light, dark } = accentShades(color)
        expect(contrast(light.accent, token('ground', 'light'))).toBeGreaterThanOrEqual(4.5)
        expect(contrast(dark.accent, token('ground', 'dark'))).toBeGreaterThanOrEqual(4.5)
        expect(contrast(dark.accent, dark.ink)).toBeGreaterThanOrEqual(4.5)
        expect(accentCss(color)).toContain(`--accent:${light.accent}`)
      }),
    )
  })

  test('a colour that does not pass makes no stylesheet', () =>
    expect(() => accentCss('#ffd400')).toThrow(RangeError))
})
