import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect } from 'vitest'
import type { CliIo } from '../src/cli/io.ts'
import { runCli } from '../src/cli/run.ts'
import type { CliEnvironment } from '../src/cli/session.ts'
import type { TestApp } from './app.ts'

export type Typed = { code: number; out: string; err: string }

export type Terminal = {
  /** A folder of this test file's own, gone at its end. */
  folder: string
  /** Types a command on the database of the test, at its clock. */
  type(app: TestApp, ...argv: string[]): Promise<Typed>
  /** Types it with `--json`; it must succeed. */
  json(app: TestApp, ...argv: string[]): Promise<ReturnType<typeof JSON.parse>>
  /** The codes with which it is refused, without a word of English or a trace. */
  refused(app: TestApp, ...argv: string[]): Promise<string[]>
  /** The same terminal with another environment. */
  with(env: CliEnvironment): Terminal
}

/** A terminal for the tests of one file. */
export function aTerminal(changes: { env?: CliEnvironment; io?: Partial<CliIo> } = {}): Terminal {
  const folder = mkdtempSync(join(tmpdir(), 'tablee-cli-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return terminalIn(folder, changes)
}

function terminalIn(folder: string, changes: { env?: CliEnvironment; io?: Partial<CliIo> }): Terminal {
  async function type(app: TestApp, ...argv: string[]): Promise<Typed> {
    const typed = { out: '', err: '' }
    const io: CliIo = {
      out: (text) => void (typed.out += text),
      err: (text) => void (typed.err += text),
      watched: false,
      read: async (path) => readFileSync(path),
      readStandardInput: async () => new Uint8Array(),
      write: async (path, content) => writeFileSync(path, content, { flag: 'wx' }),
      askSecret: async () => null,
      now: app.now,
      ...changes.io,
    }
    const env = {
      TABLEE_DATA: join(folder, 'data'),
      DATABASE_URL: app.ownerUrl,
      DATABASE_APP_URL: app.appUrl,
      ...changes.env,
    }
    const code = await runCli(argv, io, env)
    return { code, ...typed }
  }
  return {
    folder,
    type,
    with: (env) => terminalIn(folder, { ...changes, env: { ...changes.env, ...env } }),
    async json(app, ...argv) {
      const { code, out, err } = await type(app, ...argv, '--json')
      expect({ command: argv.join(' '), code, err }).toEqual({ command: argv.join(' '), code: 0, err: '' })
      return JSON.parse(out)
    },
    async refused(app, ...argv) {
      const { code, out, err } = await type(app, ...argv, '--json')
      expect({ command: argv.join(' '), code, out }).toEqual({ command: argv.join(' '), code: 1, out: '' })
      const { erreurs } = JSON.parse(err) as { erreurs: { code: string; message: string }[] }
      expect(erreurs.map(({ message }) => message).join(' ')).not.toMatch(/error|\bat \w|undefined|\[object/)
      return erreurs.map((one) => one.code)
    },
  }
}

/** Opens a caisse of Gironde's rules (150 and 75 out, 10 and 5 in) with two people who sign. */
export async function openedCaisse(
  { json }: Terminal,
  app: TestApp,
  slug: string,
): Promise<{ camille: string; dominique: string }> {
  await json(app, ...opening(slug), '--iban', 'FR7630006000011234567890189')
  const person = async (name: string, role: string) => {
    const email = `${name}.${slug}@example.org`
    await json(
      app,
      ...words(`compte creer ${slug} --nom ${name} --courriel ${email} --role ${role} --du 2026-10-01`),
    )
    return email
  }
  return {
    camille: await person('camille', 'coordination'),
    dominique: await person('dominique', 'tresorerie'),
  }
}

export const opening = (slug: string): string[] => [
  ...words(`caisse ouvrir --slug ${slug} --nom Essai --preset gironde --a-partir-de 2026-10`),
  ...words(`--decision-date 2026-10-02 --decision-instance Comité --decision-titre Lancer`),
  ...['--organisation', `Association ${slug}`],
]

/** Words of a command; those that hold spaces are given apart. */
export const words = (text: string): string[] => text.split(' ')
