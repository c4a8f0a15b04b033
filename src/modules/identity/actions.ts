import { z } from 'zod'
import type { CaisseId, Db } from '../../db/db.ts'
import { ROLES, SCOPE_KINDS, type Actor, type Grant, type Role, type Scope } from '../../kit/actor.ts'
import type { App } from '../../kit/app.ts'
import { gesture, type Gesture } from '../../kit/gesture.ts'
import type { Translate } from '../../kit/i18n/translate.ts'
import { DayValue } from '../../kit/month.ts'
import { Refusal, refuse } from '../../kit/refusal.ts'
import { guessAt } from './guesses.ts'
import { queueMail } from './outbox.ts'
import {
  daysAfter,
  describeBrowser,
  isLive,
  isProven,
  LINK_MINUTES,
  LINKS_PER_ADDRESS,
  LINKS_PER_NETWORK,
  minutesAfter,
  NUMBER_SESSION_HOURS,
  SESSION_DAYS,
} from './rules.ts'
import { deleteSession, findSession, insertSession, meetDevice, touchSession } from './sessions.ts'
import {
  accountsWithEmail,
  countLinksSince,
  findLink,
  findLoginAccount,
  grantsOf,
  hashToken,
  insertLoginAccount,
  insertRoleGrant,
  insertSignInLink,
  newToken,
  useLink,
} from './store.ts'
import { refusalToGrant } from './team-rules.ts'

export const SignInRequest = z.object({ email: z.email('email').max(254) })

/**
 * Sends a sign-in link to an address we know and tells the mail's id. The page is the same for one we do not know,
 * so that nobody learns from it who belongs to a caisse.
 */
export async function requestSignIn(
  app: App,
  t: Translate,
  input: z.output<typeof SignInRequest>,
  from?: string,
): Promise<string | null> {
  const email = input.email.toLowerCase()
  const now = app.now()
  if (from !== undefined) await guessAt(app, { kind: 'address', name: `links ${from}` }, LINKS_PER_NETWORK)
  if ((await countLinksSince(app.db, email, minutesAfter(now, -LINK_MINUTES))) >= LINKS_PER_ADDRESS) {
    throw new Refusal('too_many_links', { minutes: LINK_MINUTES }, 429)
  }
  return app.db.transaction().execute(async (tx) => {
    const link = await newSignInLink(tx, app, email, minutesAfter(now, LINK_MINUTES))
    if ((await accountsWithEmail(tx, email)).length === 0) return null
    return queueMail(tx, app, {
      to: email,
      subject: t('identity.mail.subject'),
      text: t('identity.mail.text', { linkText: link, minutes: LINK_MINUTES }),
    })
  })
}

/** An address that lets its reader in once; the database keeps its hash. */
export async function newSignInLink(db: Db, app: App, email: string, expiresAt: Date): Promise<string> {
  const { token, hash } = newToken()
  await insertSignInLink(db, { hash, email, now: app.now(), expiresAt })
  return `${app.address}/connexion/lien/${token}`
}

/** The people whom a link lets in: one, or the members of a family who share the address. */
export async function peopleBehind(app: App, token: string): Promise<{ id: string; display_name: string }[]> {
  const link = await findLink(app.db, hashToken(token), app.now())
  if (!link) throw new Refusal('link_expired', {}, 410)
  return accountsWithEmail(app.db, link.email)
}

/** Uses the link up: from now on its person is here. */
export async function followLink(
  app: App,
  { token, accountId }: { token: string; accountId: string },
): Promise<void> {
  const people = await peopleBehind(app, token)
  if (!people.some((person) => person.id === accountId)) throw new Refusal('link_expired', {}, 410)
  if (!(await useLink(app.db, hashToken(token), app.now()))) throw new Refusal('link_expired', {}, 410)
}

export type Browser = {
  userAgent: string
  /** SHA-256 of the cookie that tells this browser from others; without one nobody is told of it. */
  deviceHash?: Buffer
  /** In which words the mail is written. */
  t?: Translate
}

/** Opens a session, and tells its person by mail when it is in a browser they never came from. */
export async function openSession(
  app: App,
  accountId: string,
  browser: string | Browser,
  { secondFactor = false }: { secondFactor?: boolean } = {},
): Promise<{ session: string }> {
  const { userAgent, deviceHash, t } = typeof browser === 'string' ? { userAgent: browser } : browser
  const { token, hash } = newToken()
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    await insertSession(tx, {
      kind: 'full',
      hash,
      id: app.newId(),
      accountId,
      now,
      expiresAt: daysAfter(now, SESSION_DAYS),
      userAgent,
      secondFactorAt: secondFactor ? now : null,
    })
    if (!deviceHash || !t || !(await meetDevice(tx, accountId, deviceHash, now))) return
    const account = await findLoginAccount(tx, accountId)
    if (!account?.email) return
    await queueMail(tx, app, {
      to: account.email,
      subject: t('identity.newDevice.subject'),
      text: t('identity.newDevice.text', {
        nameText: account.display_name,
        browserText: describeBrowser(userAgent) ?? t('identity.access.unknownBrowser'),
        whenText: t.instant(now),
        linkText: `${app.address}/mon-acces`,
      }),
    })
  })
  return { session: token }
}

/** Somebody who came in by number and code: their own balance, history and places, for a short while. */
export async function openNumberSession(
  app: App,
  resident: { caisseId: CaisseId; personId: string; personName: string; userAgent: string },
): Promise<{ session: string }> {
  const { token, hash } = newToken()
  const now = app.now()
  const expiresAt = minutesAfter(now, NUMBER_SESSION_HOURS * 60)
  await insertSession(app.db, { kind: 'number', hash, id: app.newId(), now, expiresAt, ...resident })
  return { session: token }
}

const TOUCHED_EVERY_MINUTES = 10

/** Who a browser's session stands for, with the language they chose; null when it is over. */
export async function whoIs(
  app: App,
  token: string,
): Promise<{ actor: Actor; locale: string | null } | null> {
  const hash = hashToken(token)
  const now = app.now()
  const session = await findSession(app.db, hash)
  if (!session) return null
  const dates = { lastSeenAt: session.last_seen_at, expiresAt: session.expires_at }
  if (!isLive({ kind: session.kind as 'full' | 'number', ...dates }, now)) return null
  if (session.last_seen_at < minutesAfter(now, -TOUCHED_EVERY_MINUTES)) await touchSession(app.db, hash, now)
  if (session.accountId === null) {
    const { in_caisse, person_id, person_name } = session
    const caisseId = in_caisse as CaisseId
    return {
      actor: { kind: 'number', caisseId, personId: person_id!, name: person_name! },
      locale: null,
    }
  }
  const { accountId, display_name: name, locale } = session
  const grants = await grantsOf(app.db, accountId)
  const proven = app.demo || isProven(session.second_factor_at, now)
  return {
    actor: {
      kind: 'account',
      accountId,
      name: name!,
      grants,
      sessionId: session.id,
      ...(!proven && { awaitsSecondFactor: true }),
    },
    locale,
  }
}

export const signOut = (app: App, token: string): Promise<void> => deleteSession(app.db, hashToken(token))

const Reach = {
  scope: z.enum(SCOPE_KINDS).default('caisse'),
  scopeId: z.uuid().nullable().default(null),
  deputy: z.boolean().default(false),
}

const Term = { fromOn: DayValue, untilOn: DayValue.nullable().default(null) }

export const InvitePerson = z.object({
  name: z.string().trim().min(1).max(120),
  email: z.email('email').max(254).nullable(),
  role: z.enum(ROLES),
  ...Term,
  ...Reach,
})

/** Gives somebody new a role in the caisse. */
export const invitePerson = gesture(
  'invite_person',
  ['administrator', 'coordinator'],
  InvitePerson,
  async (tx, gesture, input) => {
    const id = gesture.app.newId()
    gesture.about(id)
    refuse(refusalToGive(tx.caisseId, gesture, input))
    await insertLoginAccount(tx, { id, email: input.email, displayName: input.name })
    await insertRoleGrant(tx, { ...input, id: gesture.app.newId(), accountId: id, scope: asScope(input) })
    return { accountId: id }
  },
  { inArchive: true },
)

export const GrantRole = z.object({
  accountId: z.uuid(),
  role: z.enum(ROLES) satisfies z.ZodType<Role>,
  ...Term,
  ...Reach,
})

/** Gives another role to somebody who signs in already. */
export const grantRole = gesture(
  'grant_role',
  ['administrator', 'coordinator'],
  GrantRole,
  async (tx, gesture, input) => {
    refuse(refusalToGive(tx.caisseId, gesture, input))
    if (!(await findLoginAccount(tx, input.accountId))) throw new Refusal('unknown_account', {}, 404)
    const id = gesture.app.newId()
    gesture.about(id)
    await insertRoleGrant(tx, { ...input, id, scope: asScope(input) })
  },
  { inArchive: true },
)

type Given = { role: Role; scope: Scope['kind']; scopeId: string | null; deputy: boolean }

export function refusalToGive(caisseId: CaisseId, { actor, now }: Gesture, given: Given): Refusal | null {
  if ((given.scope === 'caisse') !== (given.scopeId === null)) return new Refusal('scope_of_another_role')
  return refusalToGrant({ ...given, actor, caisseId, today: now.toISOString().slice(0, 10) })
}

export const asScope = ({ scope, scopeId }: Pick<Given, 'scope' | 'scopeId'>): NonNullable<Grant['scope']> =>
  scope === 'caisse' || scopeId === null ? { kind: 'caisse' } : { kind: scope, id: scopeId }
