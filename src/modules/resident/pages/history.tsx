import { Hono } from 'hono'
import { html } from '../../../kit/http.ts'
import { dayAt, monthOf } from '../../../kit/month.ts'
import { PersonPage } from '../../../kit/ui/pages.tsx'
import { EmptyState, Money } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { personFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { householdHistory } from '../../payments/store/journal.ts'
import { rightsByMonth, type MonthOfRights } from '../store/rights.ts'
import { hrefOf, ownOf } from './env.tsx'
import { Lines } from './movements.tsx'

export const history = new Hono<CaisseEnv>()

/** More than anybody buys in the thirteen months that are shown. */
const WHOLE_HISTORY = 5_000

history.get('/c/:slug/moi/historique', async (c) => {
  const t = c.get('t')
  const { householdId } = ownOf(c)
  const zone = c.get('caisse').time_zone
  const now = c.get('app').now()
  const { months, lines } = await read(c, async (tx) => ({
    months: await rightsByMonth(tx, householdId, { now, timeZone: zone }),
    lines: await householdHistory(tx, householdId, { now, limit: WHOLE_HISTORY }),
  }))
  const asked = c.req.query('mois')
  const shown = months.find((one) => one.month === asked) ?? months[0]
  return html(
    <PersonPage
      {...personFrame(c, c.get('actor')?.kind === 'number' ? '/moi/historique' : '/moi')}
      title={
        shown
          ? t('resident.history.title', { month: shown.month, rightsCents: shown.spentCents })
          : t('purchases.me.none')
      }
      breadcrumb={[{ href: hrefOf(c, '/moi'), label: t('caisses.person.home') }]}
    >
      {shown ? (
        <>
          <Lines
            t={t}
            lines={lines.filter((line) => monthOf(dayAt(line.at, zone)) === shown.month)}
            zone={zone}
          />
          <h2>{t('resident.history.months')}</h2>
          <DataTable<MonthOfRights>
            dense
            caption={t('resident.history.months')}
            columns={[
              {
                label: t('kit.figure.month'),
                heading: true,
                cell: (one) =>
                  one === shown ? (
                    t.month(one.month)
                  ) : (
                    <a href={hrefOf(c, `/moi/historique?mois=${one.month}`)}>{t.month(one.month)}</a>
                  ),
              },
              {
                label: t('resident.history.in'),
                numeric: true,
                cell: (one) => <Money cents={one.allocatedCents} rights bare />,
              },
              {
                label: t('resident.history.spent'),
                numeric: true,
                key: true,
                cell: (one) => <Money cents={one.spentCents} rights bare />,
              },
              {
                label: t('resident.history.other'),
                numeric: true,
                cell: (one) => <Money cents={one.lapsedCents + one.returnedCents} rights bare />,
              },
            ]}
            rows={months}
            keyOf={(one) => one.month}
          />
          <p class="soft small">{t('resident.history.joined')}</p>
        </>
      ) : (
        <EmptyState title={t('purchases.me.none')} icon="basket">
          <p>{t('purchases.me.noneText')}</p>
        </EmptyState>
      )}
    </PersonPage>,
  )
})
