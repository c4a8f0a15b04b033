import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { translator } from '../src/kit/i18n/translate.ts'
import { loadAssets } from '../src/kit/ui/assets.ts'
import { renderPage } from '../src/kit/ui/document.tsx'
import { galleryPages } from '../src/kit/ui/gallery/gallery.tsx'

/** Draws the style pages into dist/gallery, to be looked at; run `vite build` first. */
const OUT = 'dist/gallery'
loadAssets('dist/client')
mkdirSync(OUT, { recursive: true })
cpSync('dist/client/assets', `${OUT}/assets`, { recursive: true })

for (const [name, page] of Object.entries(galleryPages(translator('fr', { unit: 'MonA' })))) {
  writeFileSync(`${OUT}/${name}.html`, renderPage(page).replaceAll('"/assets/', '"assets/'))
}
console.log(`${OUT}/index.html`)
