import type { CaisseTx } from '../../../db/db.ts'
import { listExceptions, listPledges } from '../../contributions/store/pledges.ts'
import { carriedOf } from '../../contributions/store/carried.ts'
import { listReceipts } from '../../contributions/store/receipts.ts'
import { requestsOf } from '../../contributions/store/requests.ts'
import { returnsOf } from '../../contributions/store/returns.ts'
import { rightsLeft } from '../../ledger/store.ts'
import { householdHistory } from '../../payments/store/journal.ts'
import { payersOfHousehold } from '../../payments/store/payers.ts'
import { readingsOf } from '../../payments/store/readings.ts'
import { getHousehold, membersOf } from '../../people/store/households.ts'
import type { OwnHousehold } from '../../people/store/own-household.ts'
import { mandatesOfPersons } from '../../people/store/mandates.ts'
import { duesOf } from './dues.ts'
import { tracesOf } from './traces.ts'

/** More than anybody has in the thirteen months that are joined, or over the years. */
const ALL = 100_000

/** All that is kept of a household, as one of its adults may read it: the contact of the others is theirs. */
export async function everythingOf(tx: CaisseTx, own: OwnHousehold, now: Date) {
  const { householdId, personId } = own
  const household = await getHousehold(tx, householdId)
  const members = await membersOf(tx, householdId)
  const me = members.find((one) => one.personId === personId)!
  return {
    household: {
      name: household.name,
      kind: household.kind,
      paymentReference: household.paymentReference,
      waveName: household.waveName,
      territoryName: household.territoryName,
      enteredOn: household.enteredOn,
      leavesOn: household.leavesOn,
    },
    me: {
      email: me.email,
      phone: me.phone,
      language: me.language,
      signIn: await signInOf(tx, me.loginAccountId),
    },
    members: members.map(({ givenName, familyName, birthMonth, child, fromOn, toOn }) => ({
      givenName,
      familyName,
      birthMonth,
      child,
      fromOn,
      toOn,
    })),
    numbers: (await payersOfHousehold(tx, householdId)).map((payer) => ({
      number: payer.personId === personId ? payer.number : `…${payer.number.slice(-3)}`,
      hasCode: payer.hasCode,
      blocked: payer.blocked,
      paysInPart: payer.paysInPart,
    })),
    rightsLeftCents: await rightsLeft(tx, householdId),
    rights: (await householdHistory(tx, householdId, { now, limit: ALL })).map(
      ({ at, kind, changeCents, outletName }) => ({ at, kind, changeCents, outletName }),
    ),
    pledges: (await listPledges(tx, householdId)).map(({ fromMonth, cents, chosenAt }) => ({
      fromMonth,
      cents,
      chosenAt,
    })),
    exceptions: (await listExceptions(tx, householdId)).map(({ fromMonth, untilMonth, cents }) => ({
      fromMonth,
      untilMonth,
      cents,
    })),
    requests: (await requestsOf(tx, householdId)).map(
      ({ fromMonth, untilMonth, cents, status, askedAt, answeredAt }) => ({
        fromMonth,
        untilMonth,
        cents,
        status,
        askedAt,
        answeredAt,
      }),
    ),
    dues: await duesOf(tx, householdId),
    receipts: (await listReceipts(tx, { householdId, limit: ALL })).map(
      ({ receivedOn, cents, method, reference, undone, undoesReceiptId, number }) => ({
        receivedOn,
        cents,
        method,
        reference,
        number,
        undone: undone || undoesReceiptId !== null,
      }),
    ),
    carried: (await carriedOf(tx, householdId)).map(({ on, cents, otherId }) => ({
      on,
      cents,
      before: otherId === null,
    })),
    returns: (await returnsOf(tx, householdId)).map(
      ({ receivedOn, cents, way, status, preparedAt, returnedAt }) => ({
        receivedOn,
        cents,
        way,
        status,
        preparedAt,
        returnedAt,
      }),
    ),
    mandates: (
      await mandatesOfPersons(
        tx,
        members.map((one) => one.personId),
      )
    ).map(({ helperName, powers, signedOn, untilOn, revokedAt }) => ({
      helperName,
      powers,
      signedOn,
      untilOn,
      revokedAt,
    })),
    readings: await readingsOf(tx, householdId),
    ...(await tracesOf(tx, own, me.loginAccountId)),
  }
}

export type Everything = Awaited<ReturnType<typeof everythingOf>>

async function signInOf(tx: CaisseTx, loginAccountId: string | null) {
  if (loginAccountId === null) return null
  const account = await tx
    .selectFrom('login_account')
    .select(['email', 'display_name as name'])
    .where('id', '=', loginAccountId)
    .executeTakeFirst()
  return account ?? null
}
