import { Hono } from 'hono'
import { html } from '../../../kit/http.ts'
import { EmptyState } from '../../../kit/ui/parts.tsx'
import { RowList } from '../../../kit/ui/navigation.tsx'
import { CaissePage } from '../../caisses/pages/caisse-page.tsx'
import { read, readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { OutletRow } from '../outlet-row.tsx'
import { listOutlets } from '../store.ts'

/** For everyone: where the rights are taken. */
export const places = new Hono<CaisseEnv>()

places.use('/c/:slug/lieux', readCaisse)

places.get('/c/:slug/lieux', async (c) => {
  const t = c.get('t')
  const outlets = await read(c, (tx) => listOutlets(tx, c.get('today')))
  return html(
    <CaissePage
      c={c}
      current="/lieux"
      title={t('accreditation.places.title')}
      lead={outlets.length > 0 ? t('accreditation.places.lead', { count: outlets.length }) : undefined}
    >
      {outlets.length === 0 ? (
        <EmptyState title={t('accreditation.places.none')} icon="shop">
          <p>{t('accreditation.places.noneText')}</p>
        </EmptyState>
      ) : (
        <RowList>
          {outlets.map((outlet) => (
            <OutletRow key={outlet.id} t={t} outlet={outlet} today={c.get('today')} whole />
          ))}
        </RowList>
      )}
    </CaissePage>,
  )
})
