import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import { firstDay, monthOf, type Day } from '../../../kit/month.ts'
import { countSigners } from '../../identity/approvals.ts'
import type { Facts, TickedStep } from '../rules/checklist.ts'

type Counts = Omit<Facts, 'signers' | 'reglement' | 'ticked'> & {
  versionsNow: number
  versionsLater: number
  drafts: number
}

/** All that the checklist asks, seen at one instant. */
export async function openingFacts(tx: CaisseTx, today: Day): Promise<Facts> {
  const here = tx.caisseId
  const { rows } = await sql<Counts>`
    select o.legal_name as organisation, c.practice, c.bank_account_id is not null as bank,
      (select count(*)::integer from role_grant g where g.caisse_id = ${here} and g.deputy and g.ended_at is null
        and g.from_on <= ${today} and (g.until_on is null or g.until_on >= ${today})) as deputies,
      (select count(*)::integer from territory where caisse_id = ${here}) as territories,
      (select count(*)::integer from agreement where caisse_id = ${here} and from_on <= ${today}
        and (to_on is null or to_on >= ${today})) as outlets,
      (select count(*)::integer from device d join agreement a on a.outlet_id = d.outlet_id
        where a.caisse_id = ${here} and d.revoked_at is null) as devices,
      (select count(*)::integer from household where caisse_id = ${here}
        and (leaves_on is null or leaves_on >= ${today})) as households,
      (select count(*)::integer from payer where caisse_id = ${here} and code_hmac is not null) as "withCode",
      (select count(*)::integer from (
        select from transfer where caisse_id = ${here} and kind = 'payment' limit 1
      ) one) as payments,
      (select count(*)::integer from reglement_version where caisse_id = ${here}
        and valid_from <= ${firstDay(monthOf(today))}) as "versionsNow",
      (select count(*)::integer from reglement_version where caisse_id = ${here}
        and valid_from > ${firstDay(monthOf(today))}) as "versionsLater",
      (select count(*)::integer from reglement_draft where caisse_id = ${here}
        and status in ('writing', 'proposed')) as drafts
    from caisse c join organisation o on o.id = c.organisation_id
    where c.id = ${here}
  `.execute(tx)
  const { versionsNow, versionsLater, drafts, ...counts } = rows[0]!
  return {
    ...counts,
    signers: await countSigners(tx, today),
    reglement: versionsNow > 0 ? 'in_force' : versionsLater > 0 ? 'coming' : drafts > 0 ? 'draft' : 'none',
    ticked: (await tickedSteps(tx)).map(({ step }) => step),
  }
}

export async function tickedSteps(
  tx: CaisseTx,
): Promise<{ step: TickedStep; doneAt: Date; by: string | null }[]> {
  const { rows } = await sql<{ step: TickedStep; doneAt: Date; by: string | null }>`
    select s.step, s.done_at as "doneAt", a.display_name as by
    from opening_step s left join login_account a on a.id = s.done_by
    where s.caisse_id = ${tx.caisseId}
  `.execute(tx)
  return rows
}

export async function setStep(
  tx: CaisseTx,
  step: TickedStep,
  done: { by: string | null; at: Date } | null,
): Promise<void> {
  await tx.deleteFrom('opening_step').where('caisse_id', '=', tx.caisseId).where('step', '=', step).execute()
  if (!done) return
  await tx
    .insertInto('opening_step')
    .values({ caisse_id: tx.caisseId, step, done_at: done.at, done_by: done.by })
    .execute()
}
