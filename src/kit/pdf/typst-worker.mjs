// Compiles documents beside the server: a long run of letters never delays a till.
// Plain JavaScript, started from the sources: a worker thread is not bundled.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { createTypstCompiler } from '@myriaddreamin/typst.ts/compiler'
import { loadFonts } from '@myriaddreamin/typst.ts/options.init'

const require = createRequire(import.meta.url)
const PDF = 1

/** Ours first; then what prints names in other scripts. */
const FONTS = [
  ['atkinson-hyperlegible-next', '400Regular/AtkinsonHyperlegibleNext_400Regular.ttf'],
  ['atkinson-hyperlegible-next', '400Regular_Italic/AtkinsonHyperlegibleNext_400Regular_Italic.ttf'],
  ['atkinson-hyperlegible-next', '700Bold/AtkinsonHyperlegibleNext_700Bold.ttf'],
  ['noto-sans', '400Regular/NotoSans_400Regular.ttf'],
  ['noto-sans', '700Bold/NotoSans_700Bold.ttf'],
  ['noto-sans-arabic', '400Regular/NotoSansArabic_400Regular.ttf'],
  ['noto-sans-arabic', '700Bold/NotoSansArabic_700Bold.ttf'],
]

const fontFile = ([family, file]) =>
  readFileSync(join(dirname(require.resolve(`@expo-google-fonts/${family}/package.json`)), file))

const compiler = createTypstCompiler()
await compiler.init({
  getModule: () => ({
    module_or_path: readFileSync(
      join(
        dirname(require.resolve('@myriaddreamin/typst-ts-web-compiler/package.json')),
        'pkg/typst_ts_web_compiler_bg.wasm',
      ),
    ),
  }),
  // Without this the library would fetch fonts from the net.
  beforeBuild: [loadFonts(FONTS.map(fontFile), { assets: false })],
})
for (const shared of ['tablee.typ', 'prose.typ'])
  compiler.addSource(`/${shared}`, readFileSync(new URL(shared, import.meta.url), 'utf8'))

/* oxlint-disable unicorn/require-post-message-target-origin -- a thread has no origin */
async function answer({ id, source, data, files }) {
  try {
    compiler.addSource('/main.typ', source)
    compiler.mapShadow('/data.json', data)
    for (const [path, bytes] of files) compiler.mapShadow(path, bytes)
    const { result, diagnostics } = await compiler.compile({
      mainFilePath: '/main.typ',
      format: PDF,
      diagnostics: 'unix',
    })
    if (!result) throw new Error((diagnostics ?? ['no document']).join('\n'))
    parentPort.postMessage({ id, pdf: result })
  } catch (error) {
    parentPort.postMessage({ id, failure: error instanceof Error ? error.message : String(error) })
  } finally {
    for (const [path] of files) compiler.unmapShadow(path)
  }
}

parentPort.on('message', (message) => void answer(message))
