import { v5 as derivedUuid, v7 as uuid } from 'uuid'
import type { Command } from 'commander'
import { inCaisse, INSTALLATION, type CaisseId, type CaisseTx } from '../db/db.ts'
import { openInstallation, type Environment, type Installation } from '../installation.ts'
import { SYSTEM, type Actor } from '../kit/actor.ts'
import type { App } from '../kit/app.ts'
import type { Call } from '../kit/gesture.ts'
import { translator, type MessageKey, type Translate } from '../kit/i18n/translate.ts'
import { dayAt, type Day } from '../kit/month.ts'
import { Refusal } from '../kit/refusal.ts'
import { findCaisse, type Caisse } from '../modules/caisses/store.ts'
import { accountsWithEmail, findLoginAccount, grantsOf } from '../modules/identity/store.ts'
import type { CliIo } from './io.ts'

export type CliEnvironment = Environment & {
  /** Passphrase of backups. */
  TABLEE_PHRASE?: string | undefined
}

/** What a command answers: text for people, a value for `--json`. */
export type Answer = { text: string; json: unknown }

/** Who acts and under which key, as typed. */
export type Acting = { par?: string; cle?: string }

export type Session = {
  io: CliIo
  env: CliEnvironment
  /** Speaks as the caisse that is worked in does: its currency, its unit. */
  readonly t: Translate
  /** The installation, opened when first asked for. */
  open(): Promise<Installation>
  /** A caisse by the end of its address, with its own currency and unit. */
  inside(slug: string): Promise<Inside>
  close(): Promise<void>
}

export type Inside = {
  app: App
  ownerApp: App
  caisse: Caisse
  t: Translate
  today: Day
  /** Reads at one instant. */
  read<T>(query: (tx: CaisseTx) => Promise<T>): Promise<T>
  /** A gesture of the person named by `--par`, else of the installation; `step` names the further ones of a command. */
  call(acting: Acting, step?: string): Promise<Call>
}

export function openSession(io: CliIo, env: CliEnvironment): Session {
  let opened: Promise<Installation> | undefined
  let speaking = translator('fr')
  const open = () => {
    opened ??= openInstallation(env, { guest: true }).then((installation) => {
      installation.app.now = io.now
      installation.ownerApp.now = io.now
      return installation
    })
    return opened
  }
  return {
    io,
    env,
    get t() {
      return speaking
    },
    open,
    async inside(slug) {
      const { app, ownerApp } = await open()
      const caisse = await findCaisse(app.db, slug)
      if (!caisse) throw new Refusal('unknown_caisse', {}, 404)
      speaking = translatorOf(caisse)
      return {
        app,
        ownerApp,
        caisse,
        t: speaking,
        today: dayAt(app.now(), caisse.time_zone),
        read: (query) => inCaisse(app.db, caisse.id, query, { snapshot: true }),
        call: async ({ par, cle }, step) => ({
          app,
          actor: par === undefined ? SYSTEM : await personOf(app, caisse, par),
          caisseId: caisse.id,
          key: keyOf(cle, step),
        }),
      }
    },
    async close() {
      const installation = await opened?.catch(() => undefined)
      await installation?.stop()
    },
  }
}

export const translatorOf = (caisse: Caisse): Translate =>
  translator('fr', { currency: caisse.currency, unit: caisse.unit_name, timeZone: caisse.time_zone })

/** A gesture on the installation itself. */
export const installationCall = (app: App, { cle }: Acting, step?: string): Call => ({
  app,
  actor: SYSTEM,
  caisseId: INSTALLATION,
  key: keyOf(cle, step),
})

/** A command of several gestures that is repeated under one key repeats each under its own. */
const keyOf = (key = uuid(), step?: string): string => (step === undefined ? key : derivedUuid(step, key))

/** The one person with that address who has a role in the caisse, with the roles they hold. */
async function personOf(app: App, caisse: Caisse, typed: string): Promise<Actor> {
  const found = /^[0-9a-f-]{36}$/i.test(typed)
    ? [await findLoginAccount(app.db, typed)].filter((one) => one !== undefined)
    : await accountsWithEmail(app.db, typed)
  const here: Extract<Actor, { kind: 'account' }>[] = []
  for (const { id, display_name: name } of found) {
    const grants = await grantsOf(app.db, id)
    if (isIn(grants, caisse.id)) here.push({ kind: 'account', accountId: id, name, grants })
  }
  const [person, another] = here
  if (!person) throw new Refusal('no_account_here', { addressText: typed, name: caisse.name }, 404)
  if (another)
    throw new Refusal('several_accounts_here', {
      addressText: typed,
      idsText: here.map(({ accountId, name }) => `${name} ${accountId}`).join(', '),
    })
  return person
}

const isIn = (grants: readonly { caisseId: CaisseId }[], caisseId: CaisseId): boolean =>
  grants.some((grant) => grant.caisseId === caisseId)

/** Adds a command that answers in text or, with `--json`, as a value. */
export function answering<Given extends unknown[]>(
  { io, t }: Session,
  command: Command,
  work: (...given: Given) => Promise<Answer>,
): void {
  command.option('--json', t('cli.option.json'))
  command.action(async (...given: unknown[]) => {
    const answer = await work(...(given as Given))
    io.out(command.opts<{ json?: boolean }>().json ? `${JSON.stringify(answer.json)}\n` : answer.text)
  })
}

/** A subcommand with its description. */
export const describe = (parent: Command, session: Session, name: string, key: MessageKey): Command =>
  parent.command(name).description(session.t(key))
