import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What pages may ask for, and the source that Vite makes it from. */
const SOURCES: Record<string, string> = {
  'style.css': 'src/kit/ui/style.css',
  'favicon.svg': 'src/kit/ui/favicon.svg',
  'font.woff2':
    'node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2',
}

/** An island's script stands under its own name: `till.js` is made from `src/browser/till.tsx`. */
const scriptSources = (name: string): string[] => {
  const base = name.replace(/\.js$/, '')
  return [`src/browser/${base}.ts`, `src/browser/${base}.tsx`]
}

type Manifest = Readonly<Record<string, { file: string }>>

let manifest: Manifest | undefined

/** Reads what `vite build` made; without it names are stable, as tests want them. */
export function loadAssets(clientFolder: string): void {
  manifest = JSON.parse(readFileSync(join(clientFolder, 'manifest.json'), 'utf8')) as Manifest
}

/** The address of a stylesheet, script or picture of ours: hashed, so that browsers may keep it for ever. */
export function asset(name: string): string {
  if (!manifest) return `/assets/${name}`
  const sources = name.endsWith('.js') ? scriptSources(name) : [SOURCES[name] ?? name]
  const made = sources.map((source) => manifest?.[source]).find((entry) => entry !== undefined)
  if (!made) throw new Error(`vite made no ${name}`)
  return `/${made.file}`
}
