import fc from 'fast-check'
import { expect } from 'vitest'
import { test, type TestApp } from '../../../../test/app.ts'
import { aReglement, givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import { givenHouseholds } from '../../../../test/given-contributions.ts'
import { runChecks } from '../../../db/checks.ts'
import { inCaisse } from '../../../db/db.ts'
import { addDays, addMonths, monthOf } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { prepareMonth } from '../../allocations/actions/prepare.ts'
import { approveRun, issueRun, issueRunToTheEnd } from '../../allocations/actions/run.ts'
import { getHousehold, membersOf } from '../../people/store/households.ts'
import { lifeOf } from '../../people/store/life-events.ts'
import { insertClosedMonth } from '../../ledger/closed-months.ts'
import { returnLeftovers } from './leftovers.ts'
import { recordEvent } from './life.ts'
import { undoEvent } from './undo.ts'

/** What may happen next: which event, about which household and person (by chance), how many days later. */
const happening = fc.record({
  what: fc.constantFrom(
    'birth',
    'arrival',
    'departure',
    'split',
    'merge',
    'pause',
    'leaving',
    'death',
    'undo',
    'month',
    'night',
    'close',
  ),
  household: fc.nat(),
  person: fc.nat(),
  days: fc.nat(12),
  cents: fc.nat(300_00),
})
type Happening = typeof happening extends fc.Arbitrary<infer H> ? H : never

const REGLEMENT = aReglement({
  childAgeLimit: 14,
  entry: { contribution: 'pro_rata', allocation: 'pro_rata' },
  exit: { contribution: 'pro_rata', allocation: 'pro_rata' },
})

/** Months are closed here without their paper. */
const WITHOUT_PAPER = 'a_closed_month_has_its_paper_and_two_signatures'

test(
  'whatever happens, rights are neither made nor lost, nobody is in two households, closed months stand',
  { timeout: 180_000 },
  async ({ app }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 4, maxLength: 12 }), async (story) => {
        app.at('2026-11-03T10:00:00Z')
        const caisse = await givenCaisse(app, { reglement: REGLEMENT })
        const start = await givenHouseholds(caisse, [
          { adults: 2, children: ['2018-05', '2012-12'], contribution: 40_00 },
          { adults: 2, contribution: 30_00 },
          { adults: 1, children: ['2023-02'], contribution: 20_00 },
        ])
        await issue(app, caisse)
        let closed: unknown[] = []
        for (const happens of story) {
          app.at(`${addDays(today(app), happens.days)}T10:00:00Z`)
          await happen(app, caisse, start, happens)
          if (happens.what === 'close') closed = await closedNow(app, caisse)
        }
        const { findings } = await runChecks(app.db, caisse.id)
        expect(findings.filter(({ check }) => check !== WITHOUT_PAPER)).toEqual([])
        expect(closed.length > 0 ? await closedNow(app, caisse) : []).toEqual(closed)
      }),
      { numRuns: 25 },
    )
  },
)

const today = (app: TestApp) => app.now().toISOString().slice(0, 10)

async function issue(app: TestApp, caisse: GivenCaisse): Promise<void> {
  const run = await prepareMonth(caisse.call(caisse.treasurer), { month: monthOf(today(app)) })
  await approveRun(caisse.call(caisse.coordinator), run)
  await issueRun(caisse.call(caisse.treasurer), run)
  await issueRunToTheEnd(app, caisse.id, run.runId)
}

/** A refusal is an answer like another; anything else is a fault. */
async function happen(
  app: TestApp,
  caisse: GivenCaisse,
  households: readonly string[],
  happens: Happening,
): Promise<void> {
  try {
    await act(app, caisse, households, happens)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

async function act(
  app: TestApp,
  caisse: GivenCaisse,
  households: readonly string[],
  { what, household, person, cents }: Happening,
): Promise<unknown> {
  const householdId = households[household % households.length]!
  const on = today(app)
  const { members, events, other } = await inCaisse(app.db, caisse.id, async (tx) => ({
    members: (await membersOf(tx, householdId)).filter((one) => one.toOn === null),
    events: await lifeOf(tx, householdId),
    other: await getHousehold(tx, households[(household + 1) % households.length]!),
  }))
  const chosen = members.at(person % Math.max(1, members.length))
  const about = { householdId, on }
  switch (what) {
    case 'month':
      return issue(app, caisse)
    case 'night':
      return returnLeftovers(app)
    case 'close':
      return close(app, caisse)
    case 'undo':
      return events[0] && undoEvent(caisse.call(), { eventId: events[0].id })
    case 'birth':
    case 'arrival':
      return recordEvent(what, caisse.call(), { ...about, givenName: 'Lou' })
    case 'departure':
      return chosen && recordEvent(what, caisse.call(), { ...about, personIds: [chosen.personId] })
    case 'death':
      return chosen && recordEvent(what, caisse.call(), { ...about, personId: chosen.personId })
    case 'split':
      return (
        chosen &&
        recordEvent(what, caisse.call(), {
          ...about,
          personIds: [chosen.personId],
          share: cents % 2 ? { kind: 'agreed', amount: cents } : { kind: 'per_head' },
        })
      )
    case 'merge':
      return recordEvent(what, caisse.call(), { ...about, otherReference: other.paymentReference })
    case 'pause': {
      const fromMonth = addMonths(monthOf(on), 1 + (person % 2))
      return recordEvent(what, caisse.call(), {
        householdId,
        fromMonth,
        untilMonth: addMonths(fromMonth, cents % 3),
      })
    }
    case 'leaving':
      return recordEvent(what, caisse.call(), { ...about, rightsUntil: addDays(on, cents % 40) })
  }
}

const lastMonth = (app: TestApp) => addMonths(monthOf(today(app)), -1)

async function close(app: TestApp, caisse: GivenCaisse): Promise<void> {
  await inCaisse(app.db, caisse.id, (tx) => insertClosedMonth(tx, lastMonth(app), app.now())).catch(
    // Closed already.
    (error: { code?: string }) => {
      if (error.code !== '23505') throw error
    },
  )
}

/** Dues and lines of the months that are closed. */
function closedNow(app: TestApp, caisse: GivenCaisse): Promise<unknown[]> {
  return inCaisse(app.db, caisse.id, async (tx) => {
    const closed = tx
      .selectFrom('closed_month')
      .select((eb) => eb.fn.max('month').as('month'))
      .where('caisse_id', '=', caisse.id)
    const dues = await tx
      .selectFrom('due')
      .select(['household_id', 'month', 'amount_cents', 'waived_cents'])
      .where('caisse_id', '=', caisse.id)
      .where('month', '<=', closed)
      .orderBy('household_id')
      .orderBy('month')
      .execute()
    const lines = await tx
      .selectFrom('allocation_line')
      .select(['household_id', 'month', 'amount_cents', 'outcome'])
      .where('caisse_id', '=', caisse.id)
      .where('month', '<=', closed)
      .orderBy('household_id')
      .orderBy('month')
      .execute()
    return [...dues, ...lines]
  })
}
