/** The papers an accent stands on: `--ground` of `tokens.css` by day and `--surface` by night, the harder one each. */
export const PAPER = { light: '#fbf6ea', dark: '#26241d' }

const INK = { pale: '#fffdf8', dark: '#1a160e' }

/** Text needs this much (WCAG 2.2, 1.4.3). */
const READABLE = 4.5

type Rgb = readonly [red: number, green: number, blue: number]

const HEX = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i

function parseColor(color: string): Rgb {
  const [, ...pairs] = HEX.exec(color) ?? []
  if (pairs.length !== 3) throw new RangeError(`not a colour like #1f6b43: ${color}`)
  return pairs.map((pair) => parseInt(pair, 16)) as unknown as Rgb
}

const toHex = (rgb: Rgb): string =>
  `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

/** WCAG relative luminance. */
function luminance(color: string): number {
  const [red, green, blue] = parseColor(color).map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as unknown as Rgb
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** From 1 (the same) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

function mix(color: string, other: string, ratio: number): string {
  const [from, to] = [parseColor(color), parseColor(other)]
  return toHex(from.map((part, index) => part + (to[index]! - part) * ratio) as unknown as Rgb)
}

/** The colour itself where it reads on the paper, else the first paler one that does. */
function readableByNight(color: string): string {
  for (let step = 0; step <= 20; step += 1) {
    const paler = mix(color, '#ffffff', step / 20)
    if (contrast(paler, PAPER.dark) >= READABLE) return paler
  }
  return '#ffffff'
}

const inkOn = (color: string): string =>
  contrast(INK.pale, color) >= contrast(INK.dark, color) ? INK.pale : INK.dark

const shades = (accent: string, toward: string) => ({
  accent,
  strong: mix(accent, toward, 0.18),
  ink: inkOn(accent),
})

/** What a caisse's colour becomes in each theme. */
export function accentShades(color: string) {
  return { light: shades(color, '#000000'), dark: shades(readableByNight(color), '#ffffff') }
}

/** Whether a colour a caisse picks can be read as text on our paper and carry text, by day and by night. */
export function accentPasses(color: string): boolean {
  if (!HEX.test(color)) return false
  const { light, dark } = accentShades(color)
  return (
    contrast(light.accent, PAPER.light) >= READABLE &&
    contrast(light.accent, light.ink) >= READABLE &&
    contrast(dark.accent, PAPER.dark) >= READABLE &&
    contrast(dark.accent, dark.ink) >= READABLE
  )
}

/** The stylesheet of a caisse's colour, to be served from an address of its own (the pages allow no inline style). */
export function accentCss(color: string): string {
  if (!accentPasses(color)) throw new RangeError(`${color} cannot be read in both themes`)
  const { light, dark } = accentShades(color)
  const rule = ({ accent, strong, ink }: typeof light) =>
    `--accent:${accent};--accent-strong:${strong};--on-accent:${ink};--accent-text:${accent}`
  return [
    `:root{${rule(light)}}`,
    `@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){${rule(dark)}}}`,
    `@media screen{:root[data-theme=dark]{${rule(dark)}}}`,
  ].join('\n')
}
