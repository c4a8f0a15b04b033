import type { Day } from '../../../kit/month.ts'
import { isSigningRole, TEAM_ROLES } from '../../identity/team-rules.ts'
import type { HeldRole } from '../../identity/store.ts'

/** Somebody of the team, with every role they hold now or soon. */
export type Member = {
  accountId: string
  name: string
  email: string | null
  secondFactor: boolean
  lastSeenAt: Date | null
  roles: HeldRole[]
}

export type Team = {
  members: Member[]
  /** Roles that ended, the latest first. */
  past: HeldRole[]
  /** People whose signature counts today. */
  signers: string[]
}

const isTeamRole = ({ role }: HeldRole): boolean => (TEAM_ROLES as readonly string[]).includes(role)

const isOver = (role: HeldRole, today: Day): boolean =>
  role.endedAt !== null || (role.untilOn !== null && role.untilOn < today)

const endOf = (role: HeldRole): string => role.endedAt?.toISOString().slice(0, 10) ?? role.untilOn ?? ''

/** The team as one looks at it: person by person; residents and outlets have lists of their own. */
export function teamOf(held: readonly HeldRole[], today: Day): Team {
  const roles = held.filter(isTeamRole)
  const open = roles.filter((role) => !isOver(role, today))
  const members = new Map<string, Member>()
  for (const role of open) {
    const { accountId, name, email, secondFactor, lastSeenAt } = role
    const known = members.get(accountId)
    if (known) known.roles.push(role)
    else members.set(accountId, { accountId, name, email, secondFactor, lastSeenAt, roles: [role] })
  }
  return {
    members: [...members.values()],
    past: roles.filter((role) => isOver(role, today)).sort((a, b) => (endOf(a) < endOf(b) ? 1 : -1)),
    signers: [
      ...new Set(
        open
          .filter((role) => isSigningRole(role.role) && role.fromOn <= today)
          .map(({ accountId }) => accountId),
      ),
    ],
  }
}
