import { z } from 'zod'
import type { Actor, Role } from '../../kit/actor.ts'
import { ROLES } from '../../kit/actor.ts'
import type { App } from '../../kit/app.ts'
import { gesture } from '../../kit/gesture.ts'
import type { Translate } from '../../kit/i18n/translate.ts'
import { DayValue } from '../../kit/month.ts'
import { Refusal } from '../../kit/refusal.ts'
import { daysAfter, isLive, LINK_MINUTES, LINKS_PER_ADDRESS, minutesAfter, SESSION_DAYS } from './rules.ts'
import {
  accountsWithEmail,
  countLinksSince,
  deleteSession,
  findLink,
  findLoginAccount,
  findSession,
  grantsOf,
  hashToken,
  insertLoginAccount,
  insertRoleGrant,
  insertSession,
  insertSignInLink,
  newToken,
  touchSession,
  useLink,
} from './store.ts'

export const SignInRequest = z.object({ email: z.email('email').max(254) })

/**
 * Sends a sign-in link to an address we know. The answer is the same for one we do not know,
 * so that nobody learns from it who belongs to a caisse.
 */
export async function requestSignIn(
  app: App,
  t: Translate,
  input: z.output<typeof SignInRequest>,
): Promise<void> {
  const email = input.email.toLowerCase()
  const now = app.now()
  if ((await countLinksSince(app.db, email, minutesAfter(now, -LINK_MINUTES))) >= LINKS_PER_ADDRESS) {
    throw new Refusal('too_many_links', { minutes: LINK_MINUTES }, 429)
  }
  const { token, hash } = newToken()
  await insertSignInLink(app.db, { hash, email, now, expiresAt: minutesAfter(now, LINK_MINUTES) })
  if ((await accountsWithEmail(app.db, email)).length === 0) return
  await app.mail.send({
    to: email,
    subject: t('identity.mail.subject'),
    text: t('identity.mail.text', {
      linkText: `${app.address}/connexion/lien/${token}`,
      minutes: LINK_MINUTES,
    }),
  })
}

/** The people whom a link lets in: one, or the members of a family who share the address. */
export async function peopleBehind(app: App, token: string): Promise<{ id: string; display_name: string }[]> {
  const link = await findLink(app.db, hashToken(token), app.now())
  if (!link) throw new Refusal('link_expired', {}, 410)
  return accountsWithEmail(app.db, link.email)
}

/** Uses the link up and opens a session for one of its people. */
export async function signIn(
  app: App,
  { token, accountId, userAgent }: { token: string; accountId: string; userAgent: string },
): Promise<{ session: string }> {
  const people = await peopleBehind(app, token)
  if (!people.some((person) => person.id === accountId)) throw new Refusal('link_expired', {}, 410)
  if (!(await useLink(app.db, hashToken(token), app.now()))) throw new Refusal('link_expired', {}, 410)
  return openSession(app, accountId, userAgent)
}

export async function openSession(
  app: App,
  accountId: string,
  userAgent: string,
): Promise<{ session: string }> {
  const { token, hash } = newToken()
  const now = app.now()
  await insertSession(app.db, { hash, accountId, now, expiresAt: daysAfter(now, SESSION_DAYS), userAgent })
  return { session: token }
}

const TOUCHED_EVERY_MINUTES = 10

/** Who a browser's session stands for, with the language they chose; null when it is over. */
export async function whoIs(app: App, token: string): Promise<{ actor: Actor; locale: string } | null> {
  const hash = hashToken(token)
  const now = app.now()
  const session = await findSession(app.db, hash)
  if (!session || !isLive({ lastSeenAt: session.last_seen_at, expiresAt: session.expires_at }, now))
    return null
  if (session.last_seen_at < minutesAfter(now, -TOUCHED_EVERY_MINUTES)) await touchSession(app.db, hash, now)
  const grants = await grantsOf(app.db, session.id)
  return {
    actor: { kind: 'account', accountId: session.id, name: session.display_name, grants },
    locale: session.locale,
  }
}

export const signOut = (app: App, token: string): Promise<void> => deleteSession(app.db, hashToken(token))

export const InvitePerson = z.object({
  name: z.string().trim().min(1).max(120),
  email: z.email('email').max(254).nullable(),
  role: z.enum(ROLES),
  fromOn: DayValue,
  untilOn: DayValue.nullable().default(null),
})

/** Gives somebody a role in the caisse; an account is made for who has none. */
export const invitePerson = gesture(
  'invite_person',
  ['administrator', 'coordinator'],
  InvitePerson,
  async (tx, { app, about }, input) => {
    const id = app.newId()
    about(id)
    await insertLoginAccount(tx, { id, email: input.email, displayName: input.name })
    await insertRoleGrant(tx, { id: app.newId(), accountId: id, ...input })
    return { accountId: id }
  },
)

export const GrantRole = z.object({
  accountId: z.uuid(),
  role: z.enum(ROLES) satisfies z.ZodType<Role>,
  fromOn: DayValue,
  untilOn: DayValue.nullable().default(null),
})

/** Gives another role to somebody who signs in already. */
export const grantRole = gesture(
  'grant_role',
  ['administrator', 'coordinator'],
  GrantRole,
  async (tx, { app, about }, input) => {
    if (!(await findLoginAccount(tx, input.accountId))) throw new Refusal('unknown_account', {}, 404)
    const id = app.newId()
    about(id)
    await insertRoleGrant(tx, { id, ...input })
  },
)
