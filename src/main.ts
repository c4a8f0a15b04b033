import { serve } from '@hono/node-server'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { AlreadyRunning, StartError } from './db/start-error.ts'
import { openInstallation } from './installation.ts'
import { loadAssets } from './kit/ui/assets.ts'
import { root } from './kit/root.ts'

const clientFolder = join(root, 'dist/client')

async function main(): Promise<void> {
  const { env } = process
  if (existsSync(join(clientFolder, 'manifest.json'))) loadAssets(clientFolder)
  // what is to be stopped, however far the start has come; the database's server also ends with the process
  const parts: (() => unknown)[] = []
  onceToldToStop(async () => {
    for (const end of [...parts]) await end()
  })
  const opening = openInstallation(env)
  // The pages are read while PostgreSQL starts.
  const pages = Promise.all([import('./app.tsx'), import('./demo/personas.ts'), import('./worker.ts')])
  const { app, hastyApp, ownerApp, server, stop } = await opening
  parts.unshift(stop)
  const [{ createApp }, { demoLinks, isEmpty }, { startWorker }] = await pages
  const port = await freePort(Number(env['PORT'] ?? 3000))
  if (!env['PUBLIC_URL']) app.address = `http://localhost:${port}`
  ownerApp.address = app.address
  hastyApp.address = app.address
  if (wantsDemo(env['TABLEE_DEMO'], server.embedded) && (await isEmpty(app))) {
    console.log('Base vide : la caisse de démonstration est installée…')
    await (await import('./demo/seed.ts')).seedDemo(hastyApp)
    app.demo = true
    ownerApp.demo = true
  }
  const http = serve({ fetch: createApp(app).fetch, port, hostname: env['HOST'] ?? '127.0.0.1' })
  parts.unshift(() => void http.close())
  await new Promise<void>((listening) => http.once('listening', listening))
  await server.announce(app.address)
  console.log(`Tablée est prête : ${app.address}`)
  if (app.demo) {
    console.log('Personnes inventées, pour essayer :')
    for (const { label, link } of await demoLinks(app)) console.log(`  ${label.padEnd(24)} ${link}`)
  }
  const worker = startWorker(server.ownerUrl, ownerApp)
  parts.unshift(async () => (await worker).stop())
  await worker
}

let stopping = false

function onceToldToStop(end: () => Promise<void>): void {
  const quit = async () => {
    if (stopping) return
    stopping = true
    await end().catch((error: unknown) => console.error(error))
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void quit())
}

const wantsDemo = (wish: string | undefined, embedded: boolean): boolean =>
  wish === undefined ? embedded : /^(oui|1|true)$/i.test(wish)

/** The port asked for, or the next one that nobody uses. */
async function freePort(wished: number): Promise<number> {
  for (let port = wished; port < wished + 100; port += 1) {
    if (await isFree(port)) {
      if (port !== wished) console.log(`Le port ${wished} est pris : ce sera le ${port}.`)
      return port
    }
  }
  throw new StartError(
    `Aucun port libre entre ${wished} et ${wished + 99}. Choisissez-en un avec la variable PORT.`,
  )
}

function isFree(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer()
      .once('error', () => answer(false))
      .listen(port, '127.0.0.1', () => probe.close(() => answer(true)))
  })
}

main().catch((error: unknown) => {
  if (stopping) return // told to stop in the middle of the start: what was cut short is no fault
  if (error instanceof AlreadyRunning || error instanceof StartError) console.error(error.message)
  else console.error(error)
  process.exit(1)
})
