import { Hono } from 'hono'
import { z } from 'zod'
import { html } from '../../../kit/http.ts'
import { LinkButton } from '../../../kit/ui/button.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { EmptyState } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { startOfDay } from '../../../kit/month.ts'
import { deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { dayAfterMonths, READINGS_MONTHS } from '../rules.ts'
import { listReadings } from '../store.ts'

export const readings = new Hono<CaisseEnv>()

const SHOWN = 300

readings.get('/c/:slug/donnees/lectures', async (c) => {
  const t = c.get('t')
  const { slug, time_zone } = c.get('caisse')
  const here = `/c/${slug}/donnees/lectures`
  const householdId = z.uuid().safeParse(c.req.query('foyer')).data
  const since = startOfDay(dayAfterMonths(c.get('today'), -READINGS_MONTHS), time_zone)
  const lines = await read(c, (tx) =>
    listReadings(tx, { since, limit: SHOWN, ...(householdId && { householdId }) }),
  )
  const params = { count: lines.length, months: READINGS_MONTHS }
  return html(
    <DeskPage
      {...deskFrame(c, '/donnees')}
      title={t('retention.readings.title', params)}
      lead={t(lines.length === SHOWN ? 'retention.readings.many' : 'retention.readings.lead', params)}
      breadcrumb={[{ href: `/c/${slug}/donnees`, label: t('retention.nav') }]}
      actions={householdId && <LinkButton href={here}>{t('retention.readings.all')}</LinkButton>}
    >
      <DataTable
        caption={t('retention.home.readings')}
        dense
        columns={[
          { label: t('retention.readings.when'), heading: true, cell: (one) => t.instant(one.at) },
          { label: t('retention.readings.who'), cell: (one) => one.reader },
          {
            label: t('retention.readings.file'),
            cell: (one) =>
              householdId ? (
                one.householdName
              ) : (
                <a href={`${here}?foyer=${one.householdId}`}>{one.householdName}</a>
              ),
          },
        ]}
        rows={lines}
        empty={
          <EmptyState title={t('retention.readings.none')} icon="show">
            <p>{t('retention.readings.noneText')}</p>
          </EmptyState>
        }
      />
    </DeskPage>,
  )
})
