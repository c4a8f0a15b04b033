import { existsSync, readdirSync } from 'node:fs'
import { defineConfig } from 'vite'

/** Each script of `src/browser` but the loader is an island of its own. */
const islands = readdirSync('src/browser')
  .filter((file) => /\.tsx?$/.test(file) && !/^hydrate\.|\.test\./.test(file))
  .map((file) => `src/browser/${file}`)

const client = ['src/kit/ui/style.css', 'src/kit/ui/favicon.svg', ...islands]

/** `vite build` makes what browsers fetch, `vite build --ssr` the server and the command line. */
export default defineConfig(({ isSsrBuild }) => ({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  publicDir: false,
  // Small drawings are bundled with the server; other dependencies are required at run time.
  ssr: { target: 'node', noExternal: ['lucide'] },
  build: isSsrBuild
    ? {
        target: 'node20',
        outDir: 'dist/server',
        emptyOutDir: true,
        sourcemap: true,
        minify: false,
        rollupOptions: {
          input: ['src/main.ts', 'src/cli.ts'].filter((file) => existsSync(file)),
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        },
      }
    : {
        target: ['chrome100', 'firefox100', 'safari15.4'],
        outDir: 'dist/client',
        emptyOutDir: true,
        manifest: 'manifest.json',
        assetsInlineLimit: 0,
        rollupOptions: { input: client },
      },
}))
