import { sql } from 'kysely'
import type { CaisseTx } from '../../db/db.ts'
import type { Day } from '../../kit/month.ts'
import { Refusal } from '../../kit/refusal.ts'
import { isDone, type Progress, type Step, type StepKind } from './rules.ts'

/** In order; those that ended are left out. */
export async function listSteps(tx: CaisseTx, day: Day): Promise<Step[]> {
  const { rows } = await sql<Step>`
    select s.id, s.title, s.purpose, s.meeting_kind as "meetingKind", s.times, s.other_way as "otherWay",
      d.number as "decisionNumber", d.decided_on as "decidedOn", s.required_from as "requiredFrom"
    from learning_step s
    left join decision d on d.caisse_id = s.caisse_id and d.id = s.decision_id
    where s.caisse_id = ${tx.caisseId} and (s.ended_on is null or s.ended_on > ${day})
    order by s.position, s.id
  `.execute(tx)
  return rows
}

export async function getStep(tx: CaisseTx, day: Day, id: string): Promise<Step> {
  const found = (await listSteps(tx, day)).find((step) => step.id === id)
  if (!found) throw new Refusal('unknown_step', {}, 404)
  return found
}

export type StepFile = {
  title: string
  purpose: string
  meetingKind: StepKind | null
  times: number
  otherWay: string
  decisionId: string | null
  requiredFrom: Day | null
}

/** A new step comes last. */
export async function saveStep(tx: CaisseTx, id: string, file: StepFile): Promise<void> {
  const said = {
    title: file.title,
    purpose: file.purpose,
    meeting_kind: file.meetingKind,
    times: file.times,
    other_way: file.otherWay,
    decision_id: file.decisionId,
    required_from: file.requiredFrom,
  }
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(position), 0)::integer as last from learning_step where caisse_id = ${tx.caisseId}
  `.execute(tx)
  await tx
    .insertInto('learning_step')
    .values({ caisse_id: tx.caisseId, id, position: rows[0]!.last + 1, ...said })
    .onConflict((conflict) => conflict.columns(['caisse_id', 'id']).doUpdateSet(said))
    .execute()
}

/** From that day on it is no part of the path; who went through it keeps it. */
export async function endStep(tx: CaisseTx, id: string, day: Day): Promise<void> {
  await tx
    .updateTable('learning_step')
    .set({ ended_on: day })
    .where('caisse_id', '=', tx.caisseId)
    .where('id', '=', id)
    .execute()
}

/** Changes places with the step before it. */
export async function moveStepUp(tx: CaisseTx, day: Day, id: string): Promise<void> {
  const steps = await listSteps(tx, day)
  const place = steps.findIndex((step) => step.id === id)
  if (place < 1) return
  const order = steps.map((step) => step.id)
  order.splice(place - 1, 2, id, steps[place - 1]!.id)
  await sql`
    update learning_step s set position = asked.place
    from unnest(${order}::uuid[]) with ordinality as asked (id, place)
    where s.caisse_id = ${tx.caisseId} and s.id = asked.id
  `.execute(tx)
}

export type Decided = { id: string; number: number; title: string; decidedOn: Day }

export async function listDecided(tx: CaisseTx): Promise<Decided[]> {
  const { rows } = await sql<Decided>`
    select id, number, title, decided_on as "decidedOn" from decision
    where caisse_id = ${tx.caisseId} order by number desc
  `.execute(tx)
  return rows
}

/** What one person did, by step. */
export async function progressOf(tx: CaisseTx, personId: string): Promise<Map<string, Progress>> {
  const { rows } = await sql<Progress & { stepId: string }>`
    select s.id as "stepId", done.done_on as "doneOn",
      (
        select count(*)::integer from meeting_registration r
        join meeting m on m.caisse_id = r.caisse_id and m.id = r.meeting_id
        where r.caisse_id = s.caisse_id and r.person_id = ${personId} and r.attended and m.kind = s.meeting_kind
      ) as attended
    from learning_step s
    left join learning_done done
      on done.caisse_id = s.caisse_id and done.step_id = s.id and done.person_id = ${personId}
    where s.caisse_id = ${tx.caisseId}
  `.execute(tx)
  return new Map(rows.map(({ stepId, attended, doneOn }) => [stepId, { attended, doneOn }]))
}

export type Walker = Progress & { personId: string; name: string; householdId: string }

/** Adults of the caisse that day, by name, with what each did of one step. */
export async function walkersOf(tx: CaisseTx, step: Step, day: Day): Promise<Walker[]> {
  const { rows } = await sql<Walker>`
    select p.id as "personId", trim(p.given_name || ' ' || p.family_name) as name, m.household_id as "householdId",
      done.done_on as "doneOn", coalesce(came.times, 0) as attended
    from person p
    join household_member m on m.caisse_id = p.caisse_id and m.person_id = p.id and not m.child
      and m.from_on <= ${day} and (m.to_on is null or m.to_on >= ${day})
    join household h on h.caisse_id = m.caisse_id and h.id = m.household_id
      and (h.leaves_on is null or h.leaves_on >= ${day})
    left join learning_done done
      on done.caisse_id = p.caisse_id and done.step_id = ${step.id} and done.person_id = p.id
    left join (
      select r.person_id, count(*)::integer as times from meeting_registration r
      join meeting on meeting.caisse_id = r.caisse_id and meeting.id = r.meeting_id
      where r.caisse_id = ${tx.caisseId} and r.attended and meeting.kind = ${step.meetingKind}
      group by r.person_id
    ) came on came.person_id = p.id
    where p.caisse_id = ${tx.caisseId}
    order by p.family_name collate "fr-x-icu", p.given_name collate "fr-x-icu", p.id
  `.execute(tx)
  return rows
}

/** Said again, the first day stays. */
export async function insertDone(
  tx: CaisseTx,
  done: readonly { stepId: string; personId: string; doneOn: Day; way: 'attended' | 'otherwise' }[],
): Promise<void> {
  if (done.length === 0) return
  await tx
    .insertInto('learning_done')
    .values(
      done.map((one) => ({
        caisse_id: tx.caisseId,
        step_id: one.stepId,
        person_id: one.personId,
        done_on: one.doneOn,
        way: one.way,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function deleteOtherwise(tx: CaisseTx, stepId: string, personId: string): Promise<void> {
  await tx
    .deleteFrom('learning_done')
    .where('caisse_id', '=', tx.caisseId)
    .where('step_id', '=', stepId)
    .where('person_id', '=', personId)
    .execute()
}

/** With the person. */
export async function forgetLearner(tx: CaisseTx, personId: string): Promise<void> {
  await tx
    .deleteFrom('learning_done')
    .where('caisse_id', '=', tx.caisseId)
    .where('person_id', '=', personId)
    .execute()
}

/** Who came often enough is noted before the names of who came are forgotten. */
export async function keepProgress(tx: CaisseTx, day: Day): Promise<void> {
  for (const step of await listSteps(tx, day)) {
    const done = (await walkersOf(tx, step, day)).filter((one) => one.doneOn === null && isDone(step, one))
    await insertDone(
      tx,
      done.map(({ personId }) => ({ stepId: step.id, personId, doneOn: day, way: 'attended' as const })),
    )
  }
}

export type ComingMeeting = { id: string; kind: string; title: string; startsAt: Date; placeName: string }

/** The next announced meeting of each kind that people of the caisse may come to. */
export async function nextByKind(tx: CaisseTx, now: Date): Promise<ComingMeeting[]> {
  const { rows } = await sql<ComingMeeting>`
    select distinct on (kind) id, kind, title, starts_at as "startsAt", place_name as "placeName" from meeting
    where caisse_id = ${tx.caisseId} and status = 'announced' and audience <> 'group' and starts_at > ${now}
    order by kind, starts_at, id
  `.execute(tx)
  return rows
}
