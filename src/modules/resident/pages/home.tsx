import { Hono, type Context } from 'hono'
import type { CaisseTx } from '../../../db/db.ts'
import { html } from '../../../kit/http.ts'
import { formatNearDay } from '../../../kit/i18n/locale.ts'
import { addMonths, dayAt, monthOf } from '../../../kit/month.ts'
import { Actions, LinkButton } from '../../../kit/ui/button.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { PersonPage } from '../../../kit/ui/pages.tsx'
import { Card, EmptyState, Money } from '../../../kit/ui/parts.tsx'
import { ProgressBar } from '../../../kit/ui/progress.tsx'
import { OutletRow } from '../../accreditation/outlet-row.tsx'
import { listOutlets } from '../../accreditation/store.ts'
import { sayRoundly } from '../../caisses/pages/clauses.tsx'
import { describeCarryOver } from '../../caisses/rules/describe.ts'
import { listReglementVersions } from '../../caisses/store.ts'
import { personFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { rightsLeft } from '../../ledger/store.ts'
import { groupNumber } from '../../payments/rules/number.ts'
import { householdHistory } from '../../payments/store/journal.ts'
import { findPayer } from '../../payments/store/payers.ts'
import { getHousehold } from '../../people/store/households.ts'
import { leftUntil } from '../rules/left-until.ts'
import { nearFirst } from '../rules/near-first.ts'
import { nextMeeting } from '../store/next-meeting.ts'
import { grantedByMonth, usualOutlets } from '../store/rights.ts'
import { hrefOf, ownOf } from './env.tsx'
import { Lines } from './movements.tsx'

export const home = new Hono<CaisseEnv>()

const LINES_SHOWN = 5
const OUTLETS_SHOWN = 3

home.get('/c/:slug/moi', async (c) => {
  const own = await read(c, (tx) => readHome(c, tx))
  const t = c.get('t')
  return html(
    <PersonPage
      {...personFrame(c, '/moi')}
      title={t('purchases.me.pageTitle')}
      heading={t('purchases.me.title', { nameText: ownOf(c).givenName })}
    >
      <Left c={c} own={own} />
      <Card title={t('purchases.me.number')} icon="card">
        {own.payer?.hasCode ? (
          <>
            <p class="payer-number">{groupNumber(own.payer.number)}</p>
            <p class="soft small">
              {t(own.payer.blocked ? 'resident.home.blocked' : 'purchases.me.numberHint')}
            </p>
          </>
        ) : (
          <p>{t('purchases.me.noNumber')}</p>
        )}
      </Card>
      <section class="stack">
        <h2>{t('resident.home.where')}</h2>
        {own.outlets.length === 0 ? (
          <p>{t('purchases.me.whereNone')}</p>
        ) : (
          <RowList>
            {own.outlets.slice(0, OUTLETS_SHOWN).map((outlet) => (
              <OutletRow key={outlet.id} t={t} outlet={outlet} today={c.get('today')} />
            ))}
            {own.outlets.length > OUTLETS_SHOWN && (
              <RowLink
                href={hrefOf(c, '/lieux')}
                title={t('accreditation.places.all', { count: own.outlets.length })}
              />
            )}
          </RowList>
        )}
      </section>
      <RowList>
        <RowLink
          href={hrefOf(c, '/agenda')}
          icon="calendar"
          title={t('resident.home.agenda')}
          text={
            own.meeting &&
            t('resident.home.next', {
              dayText: formatNearDay(dayAt(own.meeting.startsAt, c.get('caisse').time_zone), t.locale),
              titleText: own.meeting.title,
            })
          }
        />
        {c.get('actor')?.kind === 'account' && (
          <RowLink href={hrefOf(c, '/moi/rencontres')} icon="people" title={t('meetings.mine.link')} />
        )}
      </RowList>
      <section class="stack">
        <h2>{t('resident.home.latest')}</h2>
        {own.history.length === 0 ? (
          <EmptyState title={t('purchases.me.none')} icon="basket">
            <p>{t('purchases.me.noneText')}</p>
          </EmptyState>
        ) : (
          <Lines t={t} lines={own.history} zone={c.get('caisse').time_zone} />
        )}
        {own.history.length > 0 && (
          <Actions>
            <LinkButton href={hrefOf(c, '/moi/historique')} icon="history">
              {t('resident.home.history')}
            </LinkButton>
          </Actions>
        )}
      </section>
    </PersonPage>,
  )
})

type Home = Awaited<ReturnType<typeof readHome>>

async function readHome(c: Context<CaisseEnv>, tx: CaisseTx) {
  const { householdId, personId } = ownOf(c)
  const now = c.get('app').now()
  const today = c.get('today')
  const thisMonth = monthOf(today)
  const versions = await listReglementVersions(tx)
  const leftCents = await rightsLeft(tx, householdId)
  const granted = await grantedByMonth(tx, householdId)
  // What lapses when a month begins follows that month's règlement.
  const next = versions.find((version) => version.validFrom <= addMonths(thisMonth, 1))?.content
  const usual = await usualOutlets(tx, householdId, now)
  const { territoryId } = await getHousehold(tx, householdId)
  return {
    leftCents,
    carryOver: next?.carryOver,
    until:
      next &&
      leftUntil(next.carryOver, {
        leftCents,
        granted,
        allocationCents: granted[0]?.cents ?? 0,
        thisMonth,
      }),
    payer: await findPayer(tx, personId),
    history: await householdHistory(tx, householdId, { now, limit: LINES_SHOWN }),
    allocation: granted[0],
    meeting: await nextMeeting(tx, now),
    outlets: nearFirst(await listOutlets(tx, today), { today, territoryId, usual }),
  }
}

/** What is left, of what, and until when. */
function Left({ c, own }: { c: Context<CaisseEnv>; own: Home }) {
  const t = c.get('t')
  const { leftCents, allocation, until, carryOver } = own
  const isThisMonth = allocation?.month === monthOf(dayAt(c.get('app').now(), c.get('caisse').time_zone))
  const rule = carryOver && describeCarryOver(carryOver)
  return (
    <Card look="accent">
      <div class="balance">
        <p class="soft">{t('purchases.me.left')}</p>
        <p class="amount-hero">
          <Money cents={leftCents} rights />
        </p>
      </div>
      {allocation && isThisMonth && leftCents <= allocation.cents && (
        <ProgressBar
          label={t('purchases.me.of', { month: allocation.month })}
          value={leftCents}
          max={allocation.cents}
          text={sayRoundly(t, 'purchases.me.ofText', { rightsCents: allocation.cents })}
          look="left"
        />
      )}
      {until ? (
        <p>
          {until.cents >= leftCents
            ? t('resident.home.allUntil', { day: until.on })
            : t('resident.home.partUntil', { rightsCents: until.cents, day: until.on })}
        </p>
      ) : (
        rule && <p class="soft small">{sayRoundly(t, rule.key, rule.params)}</p>
      )}
    </Card>
  )
}
