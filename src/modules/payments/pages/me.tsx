import { Hono } from 'hono'
import { actorOf, html } from '../../../kit/http.ts'
import { dayAt, monthOf } from '../../../kit/month.ts'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { PersonPage } from '../../../kit/ui/pages.tsx'
import { Card, EmptyState, Money } from '../../../kit/ui/parts.tsx'
import { ProgressBar } from '../../../kit/ui/progress.tsx'
import { OutletRow } from '../../accreditation/outlet-row.tsx'
import { listOutlets } from '../../accreditation/store.ts'
import { sayRoundly } from '../../caisses/pages/clauses.tsx'
import { describeCarryOver } from '../../caisses/rules/describe.ts'
import { listReglementVersions } from '../../caisses/store.ts'
import { personFrame, read, readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { rightsLeft } from '../../ledger/store.ts'
import { householdOf } from '../../people/store/own-household.ts'
import { groupNumber } from '../rules/number.ts'
import { householdHistory } from '../store/journal.ts'
import { findPayer } from '../store/payers.ts'
import { Movements } from './movements.tsx'

export const me = new Hono<CaisseEnv>()

/** More than anybody buys in the thirteen months that are shown. */
const WHOLE_HISTORY = 2_000
const OUTLETS_SHOWN = 3

me.use('/c/:slug/moi', readCaisse)

me.get('/c/:slug/moi', async (c) => {
  const t = c.get('t')
  const app = c.get('app')
  const actor = actorOf(c)
  const today = c.get('today')
  const { slug, time_zone: zone } = c.get('caisse')
  const own = await read(c, async (tx) => {
    const member = await householdOf(tx, actor, today)
    if (!member) return null
    const versions = await listReglementVersions(tx)
    return {
      ...member,
      leftCents: await rightsLeft(tx, member.householdId),
      history: await householdHistory(tx, member.householdId, { now: app.now(), limit: WHOLE_HISTORY }),
      payer: await findPayer(tx, member.personId),
      outlets: await listOutlets(tx, today),
      reglement: versions.find((version) => version.validFrom <= monthOf(today))?.content,
    }
  })
  const frame = personFrame(c, '/moi')
  if (!own) {
    return html(
      <PersonPage {...frame} title={t('purchases.me.notInHousehold')}>
        <EmptyState title={t('purchases.me.notInHouseholdNext')} icon="household">
          <p>{t('purchases.me.notInHouseholdText')}</p>
        </EmptyState>
      </PersonPage>,
    )
  }
  const allocation = own.history.find((line) => line.kind === 'allocation')
  const unspent = own.reglement && describeCarryOver(own.reglement.carryOver)
  return html(
    <PersonPage
      {...frame}
      title={t('purchases.me.pageTitle')}
      heading={t('purchases.me.title', { nameText: own.givenName })}
    >
      <Card look="accent">
        <div class="balance">
          <p class="soft">{t('purchases.me.left')}</p>
          <p class="amount-hero">
            <Money cents={own.leftCents} rights />
          </p>
        </div>
        {allocation && own.leftCents <= allocation.changeCents && (
          <ProgressBar
            label={t('purchases.me.of', { month: monthOf(dayAt(allocation.at, zone)) })}
            value={own.leftCents}
            max={allocation.changeCents}
            text={sayRoundly(t, 'purchases.me.ofText', { rightsCents: allocation.changeCents })}
            look="left"
          />
        )}
        {unspent && <p class="soft small">{sayRoundly(t, unspent.key, unspent.params)}</p>}
      </Card>
      <Card title={t('purchases.me.number')} icon="card">
        {own.payer?.hasCode ? (
          <>
            <p class="payer-number">{groupNumber(own.payer.number)}</p>
            <p class="soft small">{t('purchases.me.numberHint')}</p>
          </>
        ) : (
          <p>{t('purchases.me.noNumber')}</p>
        )}
      </Card>
      <section class="stack">
        <h2>{t('purchases.me.where')}</h2>
        {own.outlets.length === 0 ? (
          <p>{t('purchases.me.whereNone')}</p>
        ) : (
          <RowList>
            {own.outlets.slice(0, OUTLETS_SHOWN).map((outlet) => (
              <OutletRow key={outlet.id} t={t} outlet={outlet} today={today} />
            ))}
            {own.outlets.length > OUTLETS_SHOWN && (
              <RowLink
                href={`/c/${slug}/lieux`}
                title={t('accreditation.places.all', { count: own.outlets.length })}
              />
            )}
          </RowList>
        )}
      </section>
      <Movements
        t={t}
        history={own.history}
        zone={zone}
        whole={c.req.query('mouvements') === 'tous'}
        path={`/c/${slug}/moi`}
      />
    </PersonPage>,
  )
})
