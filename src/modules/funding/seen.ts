import type { CaisseTx } from '../../db/db.ts'
import type { Cents } from '../../kit/money.ts'
import { monthOf, type Day, type Month } from '../../kit/month.ts'
import { listGrants, standingOf, type Grant } from '../treasury/store.ts'
import { forecast, type Expected, type Forecast } from './rules/forecast.ts'
import { listApplications, runningCost, type Application } from './store.ts'

export type Funding = {
  applications: Application[]
  grants: Grant[]
  expected: Expected[]
  runningCents: Cents
  /** Null until a first month was issued: nobody knows yet what a month costs. */
  standing: {
    next: Month
    freeCents: Cents
    netCostCents: Cents
    needCents: Cents
    forecast: Forecast
  } | null
}

/** All that is asked, promised and signed, and until when it pays. */
export async function readFunding(tx: CaisseTx, { today, now }: { today: Day; now: Date }): Promise<Funding> {
  const applications = await listApplications(tx)
  const grants = await listGrants(tx)
  const runningCents = await runningCost(tx)
  const expected = [...grants.flatMap(promisedBy), ...applications.flatMap(askedBy)]
  const standing = await standingOf(tx, monthOf(today), now)
  if (!standing) return { applications, grants, expected, runningCents, standing }
  const needCents = Math.max(0, standing.netCostCents + runningCents)
  const counted = forecast({ ...standing, needCents, expected })
  return {
    applications,
    grants,
    expected,
    runningCents,
    standing: { ...standing, needCents, forecast: counted },
  }
}

/** A promise that is not signed is only likely. */
const promisedBy = ({ signed, tranches }: Grant): Expected[] =>
  tranches
    .filter(({ receivedOn }) => receivedOn === null)
    .map(({ expectedOn, amountCents }) => ({
      expectedOn,
      amountCents,
      surety: signed ? 'certain' : 'likely',
    }))

const askedBy = ({ status, odds, expectedOn, askedCents }: Application): Expected[] =>
  status === 'preparing' || status === 'sent' ? [{ expectedOn, amountCents: askedCents, surety: odds }] : []
