import type { CaisseTx } from '../../../db/db.ts'
import { deleteSessions, endNumberSessions } from '../../identity/sessions.ts'
import { endGrant, listRoles } from '../../identity/store.ts'
import type { AccountId } from '../../ledger/rules.ts'
import { findPayer, updatePayer } from '../../payments/store/payers.ts'
import type { Member } from '../../people/store/households.ts'
import { mandatesOfPersons, setRevoked } from '../../people/store/mandates.ts'

const NO_CODE = { codeHmac: null, failures: 0, lockedUntil: null } as const

/** Signed in or come in by number: every browser asks again who it is. */
export async function endSessions(tx: CaisseTx, { personId, loginAccountId }: Member): Promise<void> {
  await endNumberSessions(tx, tx.caisseId, personId)
  if (loginAccountId) await deleteSessions(tx, loginAccountId, 'all')
}

/** The number stays the person's; whoever knew the code knows it no more. */
export async function clearCode(tx: CaisseTx, member: Member): Promise<void> {
  if (await findPayer(tx, member.personId)) await updatePayer(tx, member.personId, NO_CODE)
  await endNumberSessions(tx, tx.caisseId, member.personId)
}

/** Pays nothing from now on, nor is anything seen any more. */
export async function endAccess(tx: CaisseTx, member: Member, now: Date): Promise<void> {
  if (await findPayer(tx, member.personId))
    await updatePayer(tx, member.personId, { ...NO_CODE, blockedAt: now })
  await endSessions(tx, member)
}

/** From now on pays from another balance. */
export async function payFrom(tx: CaisseTx, { personId }: Member, accountId: AccountId): Promise<void> {
  if (await findPayer(tx, personId)) await updatePayer(tx, personId, { accountId })
}

/** Whoever helped one of these people, or is one of them and helped those who stay, helps no more. */
export async function endHelp(
  tx: CaisseTx,
  { going, staying }: { going: readonly Member[]; staying: readonly Member[] },
  now: Date,
): Promise<void> {
  const ids = (members: readonly Member[]) => new Set(members.map((one) => one.personId))
  const [goingIds, stayingIds] = [ids(going), ids(staying)]
  const goingAccounts = new Set(going.flatMap((one) => one.loginAccountId ?? []))
  const ends = (personId: string, helperAccountId: string | null) =>
    goingIds.has(personId) ||
    (stayingIds.has(personId) && helperAccountId !== null && goingAccounts.has(helperAccountId))
  for (const { id, role, scope, accountId, endedAt } of await listRoles(tx))
    if (role === 'helper' && !endedAt && scope.kind === 'person' && ends(scope.id, accountId))
      await endGrant(tx, id, { endedAt: now })
  const mandates = await mandatesOfPersons(tx, [...goingIds, ...stayingIds])
  await setRevoked(
    tx,
    mandates.filter((one) => ends(one.personId, one.helperAccountId)).map((one) => one.id),
    now,
  )
}
