import type { CaisseEnv } from '../../caisses/web.ts'
import type { Context } from 'hono'
import type { CaisseTx } from '../../../db/db.ts'
import { monthOf, type Month } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import type { BudgetHousehold } from '../../caisses/rules/household.ts'
import type { ContributionScheme } from '../../caisses/rules/reglement.ts'
import { listReglementVersions } from '../../caisses/store.ts'
import { firstOpenMonthOf, householdIn } from '../../contributions/actions/pledges.ts'
import { dueFor } from '../../contributions/rules/due.ts'
import { refusalToPledge } from '../../contributions/rules/pledge.ts'
import { dueStates } from '../../contributions/store/due-states.ts'
import { listExceptions, listPledges } from '../../contributions/store/pledges.ts'
import { requestsOf } from '../../contributions/store/requests.ts'
import { ownOf } from './env.tsx'

/** What a household contributes now, from when it can change it, and by which rules. */
export async function readContribution(c: Context<CaisseEnv>, tx: CaisseTx) {
  const { householdId } = ownOf(c)
  const thisMonth = monthOf(c.get('today'))
  const versions = await listReglementVersions(tx)
  const rulesOf = (month: Month) => versions.find((version) => version.validFrom <= month)?.content
  const firstOpen = laterOf(await firstOpenMonthOf(tx, householdId), thisMonth)
  const pledges = await listPledges(tx, householdId)
  const [state] = await dueStates(tx, thisMonth, { only: [householdId] })
  const now = await householdOrWhyNot(tx, householdId, thisMonth)
  const next = await householdOrWhyNot(tx, householdId, firstOpen)
  const rulesNow = rulesOf(thisMonth)
  const rulesNext = rulesOf(firstOpen)
  return {
    thisMonth,
    firstOpen,
    scheme: rulesNext?.contribution,
    rules: rulesNext,
    /** The household as the rules see it in the first open month. */
    household: next instanceof Refusal ? undefined : next,
    state,
    due: rulesNow && !(now instanceof Refusal) ? dueFor(rulesNow, now, thisMonth) : undefined,
    pledge: pledges.find((one) => one.fromMonth <= thisMonth),
    coming: pledges.find((one) => one.fromMonth > thisMonth),
    thirdPartyName: pledges[0]?.thirdPartyName ?? null,
    exceptions: (await listExceptions(tx, householdId)).filter((one) => one.untilMonth >= thisMonth),
    request: (await requestsOf(tx, householdId)).find((one) => one.status === 'asked'),
    refusal: refusalToChange(rulesNext?.contribution, next, firstOpen),
  }
}

export type OwnContribution = Awaited<ReturnType<typeof readContribution>>

const laterOf = (one: Month, other: Month): Month => (one > other ? one : other)

async function householdOrWhyNot(
  tx: CaisseTx,
  householdId: string,
  month: Month,
): Promise<BudgetHousehold | Refusal> {
  try {
    return await householdIn(tx, householdId, month)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** Why no amount at all could be chosen; one that is merely too small is told at the field. */
function refusalToChange(
  scheme: ContributionScheme | undefined,
  household: BudgetHousehold | Refusal,
  month: Month,
): Refusal | null {
  if (household instanceof Refusal) return household
  if (!scheme) return new Refusal('no_reglement', { month }, 409)
  const one = refusalToPledge({ scheme, household, cents: 1_00, from: month, firstOpenMonth: month })
  return one?.code === 'no_contribution_here' ? one : null
}
