import { z } from 'zod'
import type { CaisseTx } from '../../db/db.ts'
import type { Role } from '../../kit/actor.ts'
import type { App } from '../../kit/app.ts'
import { gesture } from '../../kit/gesture.ts'
import { isLocale } from '../../kit/i18n/locale.ts'
import { translator } from '../../kit/i18n/translate.ts'
import { DayValue } from '../../kit/month.ts'
import { plainName } from '../../kit/plain-name.ts'
import { Refusal, refuse } from '../../kit/refusal.ts'
import { asScope, newSignInLink, refusalToGive } from './actions.ts'
import { SIGNING_ROLES } from './approvals.ts'
import { queueMail } from './outbox.ts'
import { daysAfter } from './rules.ts'
import { deletePasskeys, deleteSecret, replaceRecoveryCodes } from './second-factor/store.ts'
import { deleteSessions } from './sessions.ts'
import {
  accountsWithEmail,
  endGrant,
  findLoginAccount,
  findRole,
  insertLoginAccount,
  insertRoleGrant,
  listHolders,
  listRoles,
} from './store.ts'
import { isSigningRole, refusalToEnd, TEAM_ROLES } from './team-rules.ts'

const TEAM = ['administrator', 'coordinator'] as const

/** The link of an invitation waits for whoever reads their mail once a week. */
export const INVITATION_DAYS = 7

export const InviteToTeam = z.object({
  name: z.string().trim().min(1, 'required').max(120),
  email: z.email('email').max(254),
  role: z.enum(TEAM_ROLES),
  untilOn: DayValue.nullable().default(null),
  scopeId: z.uuid().nullable().default(null),
  deputy: z.boolean().default(false),
})

/** Invites by mail: the same person, by name and address, gets another role; anybody else gets an account. */
export const inviteToTeam = gesture(
  'invite_to_team',
  TEAM,
  InviteToTeam,
  async (tx, gesture, input) => {
    const { app, now, about } = gesture
    const scope = input.scopeId === null ? ('caisse' as const) : ('territory' as const)
    const given = { role: input.role, scope, scopeId: input.scopeId, deputy: input.deputy }
    refuse(refusalToGive(tx.caisseId, gesture, given))
    const today = now.toISOString().slice(0, 10)
    if (input.untilOn !== null && input.untilOn < today) throw new Refusal('role_ends_before_it_starts')
    const accountId = await accountFor(tx, app, input)
    about(accountId)
    const held = (await listRoles(tx)).some(
      (role) =>
        role.accountId === accountId &&
        role.role === input.role &&
        role.endedAt === null &&
        (role.untilOn === null || role.untilOn >= today),
    )
    if (held) throw new Refusal('role_held_already', {}, 409)
    const grant = { id: app.newId(), accountId, role: input.role, fromOn: today, untilOn: input.untilOn }
    await insertRoleGrant(tx, { ...grant, scope: asScope(given), deputy: input.deputy })
    await sendInvitation(tx, app, accountId, input.role)
    if (isSigningRole(input.role)) await tellSigners(tx, app, accountId, input.role)
    return { accountId }
  },
  { inArchive: true },
)

/** The same person, by name and address, or somebody new; without an address always somebody new. */
export async function accountFor(
  tx: CaisseTx,
  app: App,
  { name, email }: { name: string; email: string | null },
): Promise<string> {
  const id = app.newId()
  if (email === null) {
    await insertLoginAccount(tx, { id, email, displayName: name })
    return id
  }
  const known = await accountsWithEmail(tx, email)
  const same = known.find((account) => plainName(account.display_name) === plainName(name))
  if (same) return same.id
  await insertLoginAccount(tx, { id, email: email.toLowerCase(), displayName: name })
  return id
}

async function wordsFor(tx: CaisseTx, accountId: string) {
  const account = await findLoginAccount(tx, accountId)
  const { name } = await tx
    .selectFrom('caisse')
    .select('name')
    .where('id', '=', tx.caisseId)
    .executeTakeFirstOrThrow()
  const locale = account && isLocale(account.locale) ? account.locale : 'fr'
  return { account, t: translator(locale), caisseText: name }
}

export async function sendInvitation(tx: CaisseTx, app: App, accountId: string, role: Role): Promise<void> {
  const { account, t, caisseText } = await wordsFor(tx, accountId)
  if (!account?.email) return
  const link = await newSignInLink(
    tx,
    app,
    account.email.toLowerCase(),
    daysAfter(app.now(), INVITATION_DAYS),
  )
  const mail = {
    to: account.email,
    subject: t('identity.invitation.subject', { caisseText }),
    text: t('identity.invitation.text', {
      nameText: account.display_name,
      caisseText,
      roleText: t(`identity.role.${role}`),
      linkText: link,
      days: INVITATION_DAYS,
      signInText: `${app.address}/connexion`,
    }),
  }
  await queueMail(tx, app, mail, tx.caisseId)
}

/** Nobody becomes the second signature unseen: those who sign already are told. */
async function tellSigners(tx: CaisseTx, app: App, newcomer: string, role: Role): Promise<void> {
  const { account, caisseText } = await wordsFor(tx, newcomer)
  const today = app.now().toISOString().slice(0, 10)
  const holders = await listHolders(tx, SIGNING_ROLES, today)
  const others = new Map(holders.filter(({ id }) => id !== newcomer).map((holder) => [holder.id, holder]))
  for (const { id, email } of others.values()) {
    if (!email) continue
    const { t } = await wordsFor(tx, id)
    const mail = {
      to: email,
      subject: t('identity.newSigner.subject', { caisseText }),
      text: t('identity.newSigner.text', {
        nameText: account?.display_name ?? '',
        roleText: t(`identity.role.${role}`),
        caisseText,
      }),
    }
    await queueMail(tx, app, mail, tx.caisseId)
  }
}

export const EndRole = z.object({ roleId: z.uuid(), lastDay: DayValue.nullable().default(null) })

/** Ends a role: now, or after a last day. From the commit on, the person's next page is refused. */
export const endRole = gesture(
  'end_role',
  TEAM,
  EndRole,
  async (tx, { actor, now, about }, input) => {
    const role = await findRole(tx, input.roleId)
    if (!role || role.endedAt !== null) throw new Refusal('unknown_role', {}, 404)
    about(role.id)
    // Two administrators who end each other's role at once: one after the other.
    await tx
      .selectFrom('role_grant')
      .select('id')
      .where('caisse_id', '=', tx.caisseId)
      .where('role', '=', 'administrator')
      .orderBy('id')
      .forUpdate()
      .execute()
    const today = now.toISOString().slice(0, 10)
    const others = (await listRoles(tx)).filter(
      (one) =>
        one.role === 'administrator' &&
        one.accountId !== role.accountId &&
        one.endedAt === null &&
        one.untilOn === null &&
        one.fromOn <= today,
    )
    refuse(
      refusalToEnd({
        actor,
        caisseId: tx.caisseId,
        today,
        role: role.role,
        otherAdministrators: new Set(others.map((one) => one.accountId)).size,
      }),
    )
    const { lastDay } = input
    if (lastDay !== null && lastDay < role.fromOn) throw new Refusal('role_ends_before_it_starts')
    const later = lastDay !== null && lastDay >= today
    await endGrant(tx, role.id, later ? { untilOn: lastDay } : { endedAt: now })
  },
  { inArchive: true },
)

/** Whose phone and codes are lost: their factors go, their sessions close, and they set another up. */
export const resetSecondFactor = gesture(
  'reset_second_factor',
  ['administrator'],
  z.object({ accountId: z.uuid() }),
  async (tx, { actor, app, about }, { accountId }) => {
    about(accountId)
    const roles = (await listRoles(tx)).filter(
      (role) => role.accountId === accountId && role.endedAt === null,
    )
    if (roles.length === 0) throw new Refusal('unknown_account', {}, 404)
    if (actor.kind === 'account' && actor.accountId === accountId) throw new Refusal('not_ones_own', {}, 403)
    await deleteSecret(tx, accountId)
    await deletePasskeys(tx, accountId)
    await replaceRecoveryCodes(tx, accountId, [])
    await deleteSessions(tx, accountId, 'all')
    const { account, t } = await wordsFor(tx, accountId)
    if (!account?.email) return
    await queueMail(
      tx,
      app,
      {
        to: account.email,
        subject: t('identity.factorsReset.subject'),
        text: t('identity.factorsReset.text', {
          nameText: account.display_name,
          linkText: `${app.address}/connexion`,
        }),
      },
      tx.caisseId,
    )
  },
  { inArchive: true },
)
