import type { Context } from 'hono'
import type { VNode } from 'preact'
import { inCaisse } from '../../../db/db.ts'
import { dayAt, type Day } from '../../../kit/month.ts'
import { LinkButton } from '../../../kit/ui/button.tsx'
import { TillPage } from '../../../kit/ui/pages.tsx'
import { EmptyState } from '../../../kit/ui/parts.tsx'
import { statusOn } from '../../accreditation/rules.ts'
import { agreementsOf } from '../../accreditation/store.ts'
import { outletOf, tillFrame, type TillEnv } from './device.ts'

/** Instead of the till where no caisse's rights are taken today: since when or from when, and what stays. */
export async function closedTill(c: Context<TillEnv>): Promise<VNode | null> {
  const app = c.get('app')
  const { outletId } = outletOf(c)
  const agreements = await Promise.all(
    c.get('caisses').map((caisse) =>
      inCaisse(app.db, caisse.id, async (tx) => {
        const day = dayAt(app.now(), caisse.time_zone)
        return (await agreementsOf(tx, outletId)).map((one) => ({ ...one, status: statusOn(one, day) }))
      }),
    ),
  )
  const all = agreements.flat()
  if (all.some(({ status }) => status === 'in_force')) return null
  const t = c.get('t')
  const first = all.filter(({ status }) => status === 'upcoming').map(({ fromOn }) => fromOn)
  const last = all.filter(({ status }) => status === 'ended').map(({ toOn }) => toOn!)
  const stopped = all.some(({ status }) => status === 'suspended')
  const title =
    first.length > 0
      ? t('purchases.closed.from', { day: earliest(first) })
      : last.length > 0 && !stopped
        ? t('purchases.closed.until', { day: latest(last) })
        : t('purchases.closed.today')
  return (
    <TillPage {...tillFrame(c, '')} title={title}>
      <EmptyState
        title={t('purchases.closed.next')}
        icon="agreement"
        action={<LinkButton href="/encaisser/releves">{t('purchases.closed.statements')}</LinkButton>}
      >
        <p>{t('purchases.closed.text')}</p>
      </EmptyState>
    </TillPage>
  )
}

const earliest = (days: readonly Day[]): Day => [...days].sort()[0]!
const latest = (days: readonly Day[]): Day => [...days].sort().at(-1)!
