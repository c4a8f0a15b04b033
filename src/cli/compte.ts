import type { Command } from 'commander'
import { parseInput } from '../kit/gesture.ts'
import { ROLES } from '../kit/actor.ts'
import { Refusal } from '../kit/refusal.ts'
import { grantRole, InvitePerson, invitePerson, SignInRequest } from '../modules/identity/actions.ts'
import { LINK_MINUTES, minutesAfter } from '../modules/identity/rules.ts'
import {
  accountsWithEmail,
  grantsOf,
  insertSignInLink,
  listHolders,
  newToken,
} from '../modules/identity/store.ts'
import { day, key, oneOf, plain } from './misuse.ts'
import { table } from './regles/table.ts'
import { answering, describe, type Acting, type Answer, type Session } from './session.ts'
import type { Role } from '../kit/actor.ts'

const ROLE_WORDS: Readonly<Record<string, Role>> = {
  administration: 'administrator',
  coordination: 'coordinator',
  tresorerie: 'treasurer',
  comite: 'committee_member',
  lieu: 'outlet_manager',
  habitant: 'resident',
}

export function addCompteCommands(program: Command, session: Session): void {
  const { t } = session
  const compte = describe(program, session, 'compte', 'cli.command.compte')
  const create = describe(compte, session, 'creer', 'cli.command.compteCreer')
    .argument('<caisse>', t('cli.argument.caisse'))
    .requiredOption('--nom <nom>', t('cli.option.personNom'))
    .requiredOption('--courriel <adresse>', t('cli.option.courriel'))
    .requiredOption(
      '--role <rôle>',
      t('cli.option.role', { wordsText: Object.keys(ROLE_WORDS).join(', ') }),
      oneOf(ROLE_WORDS),
    )
    .option('--du <AAAA-MM-JJ>', t('cli.option.roleDu'), day)
    .option('--au <AAAA-MM-JJ>', t('cli.option.roleAu'), day)
    .option('--par <courriel>', t('cli.option.par'))
    .option('--cle <UUID>', t('cli.option.cle'), key)
  answering(session, create, (slug: string, options: CreateOptions) => createOne(session, slug, options))

  const list = describe(compte, session, 'liste', 'cli.command.compteListe').argument(
    '<caisse>',
    t('cli.argument.caisse'),
  )
  answering(session, list, (slug: string) => listAll(session, slug))

  const link = describe(compte, session, 'lien', 'cli.command.compteLien').argument(
    '<courriel>',
    t('cli.argument.courriel'),
  )
  answering(session, link, (email: string) => printLink(session, email))
}

type CreateOptions = Acting & { nom: string; courriel: string; role: Role; du?: string; au?: string }

/** Makes an account, or gives the role to the one of the same name and address. */
async function createOne(session: Session, slug: string, options: CreateOptions): Promise<Answer> {
  const { app, caisse, call, t } = await session.inside(slug)
  const { role } = options
  const term = {
    role,
    fromOn: options.du ?? app.now().toISOString().slice(0, 10),
    untilOn: options.au ?? null,
  }
  const invitation = { name: options.nom, email: options.courriel, ...term }
  const { name, email } = parseInput(InvitePerson, invitation)
  const known = (await accountsWithEmail(app.db, email!)).find(
    (one) => plain(one.display_name) === plain(name),
  )
  let accountId = known?.id
  if (accountId === undefined) ({ accountId } = await invitePerson(await call(options), invitation))
  else {
    const held = (await grantsOf(app.db, accountId)).some(
      (grant) => grant.caisseId === caisse.id && grant.role === role && grant.untilOn === null,
    )
    if (!held) await grantRole(await call(options, 'role'), { accountId, ...term })
  }
  const words = { nameText: name, roleText: t(`identity.role.${role}`), caisseText: caisse.name }
  return {
    json: { compte: accountId, nouveau: known === undefined },
    text: `${t(known ? 'cli.said.roleGiven' : 'cli.said.accountMade', words)}\n`,
  }
}

async function listAll(session: Session, slug: string): Promise<Answer> {
  const { app, read, t } = await session.inside(slug)
  const holders = await read((tx) => listHolders(tx, ROLES, app.now().toISOString().slice(0, 10)))
  return {
    json: holders.map(({ id, display_name, email, role }) => ({
      compte: id,
      nom: display_name,
      courriel: email,
      role: Object.keys(ROLE_WORDS).find((word) => ROLE_WORDS[word] === role),
    })),
    text:
      holders.length === 0
        ? `${t('cli.said.noAccount')}\n`
        : table(
            holders.map(({ display_name, email, role }) => [
              t(`identity.role.${role as Role}`),
              display_name,
              email ?? '',
            ]),
          ),
  }
}

/** For an installation without a mail server, or a letter that never came. */
async function printLink(session: Session, typed: string): Promise<Answer> {
  const { app } = await session.open()
  const { t } = session
  const email = parseInput(SignInRequest, { email: typed }).email.toLowerCase()
  if ((await accountsWithEmail(app.db, email)).length === 0)
    throw new Refusal('no_account_with_address', { addressText: email }, 404)
  const { token, hash } = newToken()
  const now = app.now()
  const expiresAt = minutesAfter(now, LINK_MINUTES)
  await insertSignInLink(app.db, { hash, email, now, expiresAt })
  const link = `${app.address}/connexion/lien/${token}`
  return {
    json: { lien: link, valableJusqua: expiresAt.toISOString() },
    text: `${link}\n${t('cli.said.link', { minutes: LINK_MINUTES })}\n`,
  }
}
