import { Hono } from 'hono'
import { actorOf, html } from '../../../kit/http.ts'
import { monthOf } from '../../../kit/month.ts'
import { PersonPage } from '../../../kit/ui/pages.tsx'
import { Card, DefinitionList, EmptyState, Money } from '../../../kit/ui/parts.tsx'
import { ProgressBar } from '../../../kit/ui/progress.tsx'
import { listOutlets } from '../../accreditation/store.ts'
import { describeReglement } from '../../caisses/rules/describe.ts'
import { listReglementVersions } from '../../caisses/store.ts'
import { frameOf, read, readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { rightsLeft } from '../../ledger/store.ts'
import { ownHousehold } from '../../people/store/own-household.ts'
import { groupNumber } from '../rules/number.ts'
import { householdHistory } from '../store/journal.ts'
import { findPayer } from '../store/payers.ts'

export const me = new Hono<CaisseEnv>()

me.use('/c/:slug/moi', readCaisse)

me.get('/c/:slug/moi', async (c) => {
  const t = c.get('t')
  const app = c.get('app')
  const actor = actorOf(c)
  const today = c.get('today')
  const { slug } = c.get('caisse')
  const own = await read(c, async (tx) => {
    const member = actor.kind === 'account' ? await ownHousehold(tx, actor.accountId, today) : undefined
    if (!member) return null
    const versions = await listReglementVersions(tx)
    return {
      ...member,
      leftCents: await rightsLeft(tx, member.householdId),
      history: await householdHistory(tx, member.householdId, { now: app.now(), limit: 30 }),
      payer: await findPayer(tx, member.personId),
      outlets: await listOutlets(tx, today),
      reglement: versions.find((version) => version.validFrom <= monthOf(today))?.content,
    }
  })
  const frame = {
    ...frameOf(c),
    places: [
      {
        href: `/c/${slug}/moi`,
        icon: 'home',
        label: t('purchases.me.places.home'),
        current: true,
      } as const,
      { href: `/c/${slug}/reglement`, icon: 'rules', label: t('purchases.me.places.reglement') } as const,
    ],
  }
  if (!own) {
    return html(
      <PersonPage {...frame} title={t('purchases.me.notInHousehold')}>
        <EmptyState title={t('purchases.me.notInHousehold')} icon="household">
          <p>{t('purchases.me.notInHouseholdText')}</p>
        </EmptyState>
      </PersonPage>,
    )
  }
  const allocation = own.history.find((line) => line.kind === 'allocation')
  const unspent =
    own.reglement && describeReglement(own.reglement).find(({ section }) => section === 'carryOver')
  return html(
    <PersonPage {...frame} title={t('purchases.me.title', { nameText: own.givenName })}>
      <Card look="accent">
        <p class="soft">{t('purchases.me.left')}</p>
        <p class="amount-hero">
          <Money cents={own.leftCents} rights />
        </p>
        {allocation && own.leftCents <= allocation.changeCents && (
          <ProgressBar
            label={t('purchases.me.of', { month: monthOf(allocation.at.toISOString().slice(0, 10)) })}
            value={own.leftCents}
            max={allocation.changeCents}
            text={t('purchases.me.ofText', { rightsCents: allocation.changeCents })}
            look="left"
          />
        )}
        {unspent?.clauses.map(({ key, params }) => (
          <p key={key}>{t(key, params)}</p>
        ))}
      </Card>
      <Card title={t('purchases.me.number')} icon="card">
        {own.payer?.hasCode ? (
          <p class="amount-hero">{groupNumber(own.payer.number)}</p>
        ) : (
          <p>{t('purchases.me.noNumber')}</p>
        )}
      </Card>
      <section class="stack">
        <h2>{t('purchases.me.where')}</h2>
        {own.outlets.length === 0 ? (
          <p>{t('purchases.me.whereNone')}</p>
        ) : (
          <ul class="row-list">
            {own.outlets.map((outlet) => (
              <li class="row-link" key={outlet.id}>
                <span class="row-text">
                  <strong>{outlet.tradeName}</strong>
                  <span class="row-more">{[outlet.address, outlet.opening].filter(Boolean).join(' · ')}</span>
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section class="stack">
        <h2>{t('purchases.me.historyAll')}</h2>
        {own.history.length === 0 ? (
          <EmptyState title={t('purchases.me.none')} icon="basket">
            <p>{t('purchases.me.noneText')}</p>
          </EmptyState>
        ) : (
          <DefinitionList
            amounts
            items={own.history.map((line, i) => ({
              key: `${line.gestureId} ${i}`,
              term: (
                <>
                  {line.outletName ?? t(`payments.kind.${line.kind}`)}
                  <span class="soft"> {t.instant(line.at)}</span>
                </>
              ),
              value: <Money cents={line.changeCents} rights sign />,
            }))}
          />
        )}
      </section>
    </PersonPage>,
  )
})
