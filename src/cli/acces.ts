import type { Command } from 'commander'
import { Refusal } from '../kit/refusal.ts'
import { factorsOf, hasFactor } from '../modules/identity/second-factor/store.ts'
import { listRoles } from '../modules/identity/store.ts'
import { resetSecondFactor } from '../modules/identity/team.ts'
import { key } from './misuse.ts'
import { table } from './regles/table.ts'
import { answering, describe, type Acting, type Answer, type Session } from './session.ts'

export function addAccesCommands(program: Command, session: Session): void {
  const { t } = session
  const acces = describe(program, session, 'acces', 'cli.command.acces')
  const list = describe(acces, session, 'liste', 'cli.command.accesListe').argument(
    '<caisse>',
    t('cli.argument.caisse'),
  )
  answering(session, list, (slug: string) => listAll(session, slug))

  const reset = describe(acces, session, 'remettre-a-zero', 'cli.command.accesRemettre')
    .argument('<caisse>', t('cli.argument.caisse'))
    .argument('<courriel|compte>', t('cli.argument.accesPersonne'))
    .option('--par <courriel>', t('cli.option.par'))
    .option('--cle <UUID>', t('cli.option.cle'), key)
  answering(session, reset, (slug: string, person: string, options: Acting) =>
    resetOne(session, slug, person, options),
  )
}

type Person = { accountId: string; name: string; email: string | null }

async function peopleOf(session: Session, slug: string): Promise<Person[]> {
  const { read } = await session.inside(slug)
  const open = (await read(listRoles)).filter((role) => role.endedAt === null)
  return [...new Map(open.map((role) => [role.accountId, role])).values()]
}

/** Who has a second factor, so that one sees who is locked out. */
async function listAll(session: Session, slug: string): Promise<Answer> {
  const { app, t } = await session.inside(slug)
  const people = await Promise.all(
    (await peopleOf(session, slug)).map(async ({ accountId, name, email }) => ({
      accountId,
      name,
      email,
      factors: await factorsOf(app.db, accountId),
    })),
  )
  return {
    json: people.map(({ accountId, name, email, factors }) => ({
      compte: accountId,
      nom: name,
      courriel: email,
      application: factors.application,
      cles: factors.passkeys.length,
      codesDeSecours: factors.recoveryCodesLeft,
    })),
    text:
      people.length === 0
        ? `${t('cli.said.noAccount')}\n`
        : table(
            people.map(({ name, email, factors }) => [
              name,
              email ?? '',
              t(hasFactor(factors) ? 'team.factor.set' : 'team.factor.none'),
            ]),
          ),
  }
}

/** For the last administrator who lost phone and codes: nobody inside can do it for them. Written in the caisse's trace. */
async function resetOne(session: Session, slug: string, typed: string, options: Acting): Promise<Answer> {
  const { call, caisse, t } = await session.inside(slug)
  const wanted = typed.trim().toLowerCase()
  const found = (await peopleOf(session, slug)).filter(
    ({ accountId, email }) => accountId === wanted || email?.toLowerCase() === wanted,
  )
  const [person, another] = found
  if (!person) throw new Refusal('no_account_here', { addressText: typed, name: caisse.name }, 404)
  if (another)
    throw new Refusal('several_accounts_here', {
      addressText: typed,
      idsText: found.map(({ name, accountId }) => `${name} ${accountId}`).join(', '),
    })
  await resetSecondFactor(await call(options), { accountId: person.accountId })
  return {
    json: { compte: person.accountId, remisAZero: true },
    text: `${t('cli.said.accessReset', { nameText: person.name })}\n`,
  }
}
