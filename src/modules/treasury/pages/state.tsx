import { Hono } from 'hono'
import type { Role } from '../../../kit/actor.ts'
import { html } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { addMonths, monthOf } from '../../../kit/month.ts'
import { FadingBar, StackedBar } from '../../../kit/ui/figures.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Money, Notice, Stat, Stats } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { listOutlets } from '../../accreditation/store.ts'
import { deskFrame, read, readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { listHouseholds } from '../../people/store/listing.ts'
import { coverage, listGrants, position, runway, type Coverage } from '../store.ts'

/** Aggregates only: the committee decides with them, and nobody is recognised in them. */
const READERS: readonly Role[] = [
  'committee_member',
  'evaluator',
  'coordinator',
  'treasurer',
  'administrator',
]

export const state = new Hono<CaisseEnv>()

state.use('/c/:slug/etat', readCaisse, async (c, next) => (requireRole(c, READERS), next()))

state.get('/c/:slug/etat', async (c) => {
  const t = c.get('t')
  const today = c.get('today')
  const month = monthOf(today)
  const now = c.get('app').now()
  const seen = await read(c, async (tx) => ({
    position: await position(tx),
    month: await coverage(tx, month),
    left: await runway(tx, month, now),
    grants: (await listGrants(tx)).filter((grant) => grant.signed),
    households: (await listHouseholds(tx, { on: today, limit: 1 })).total,
    outlets: (await listOutlets(tx, today)).length,
  }))
  const { freeCents } = seen.position
  return html(
    <DeskPage
      {...deskFrame(c, '/etat')}
      title={titleOf(t, seen.left)}
      lead={t('state.lead')}
      notice={
        freeCents < 0 ? (
          <Notice tone="wait" title={t('state.missing', { cents: -freeCents })} />
        ) : (
          <Notice tone="success" title={t('state.covered')} />
        )
      }
    >
      <p class="soft">{t('state.asOf', { nameText: c.get('caisse').name, day: today })}</p>
      <Stats>
        <Stat label={t('state.households')} value={seen.households} />
        <Stat label={t('state.outlets')} value={seen.outlets} />
        <Stat label={t('state.allocated')} value={<Money cents={seen.month.allocationsCents} />} />
        <Stat label={t('state.contributed')} value={<Money cents={seen.month.contributionsCents} />} />
        <Stat label={t('state.free')} value={<Money cents={Math.max(0, freeCents)} />} />
      </Stats>
      {seen.month.allocationsCents > 0 && <WhereFrom t={t} balance={seen.month} />}
      {seen.left?.months !== null && seen.left?.months !== undefined && (
        <>
          <FadingBar
            title={t('state.last')}
            caption={t('state.lastCaption')}
            months={seen.left.months}
            from={addMonths(month, 1)}
          />
          {seen.left.firstImpossible && <p>{t('state.first', { month: seen.left.firstImpossible })}</p>}
          <p class="soft small">{t('state.how')}</p>
        </>
      )}
      <h2>{t('state.grants')}</h2>
      <DataTable
        caption={t('state.grants')}
        columns={[
          { label: t('state.funder'), heading: true, cell: (grant) => grant.funder },
          {
            label: t('state.promised'),
            numeric: true,
            cell: (grant) => <Money cents={grant.promisedCents} />,
          },
          {
            label: t('state.received'),
            numeric: true,
            cell: (grant) => (
              <Money
                cents={grant.tranches
                  .filter((tranche) => tranche.receivedOn !== null)
                  .reduce((sum, tranche) => sum + tranche.amountCents, 0)}
              />
            ),
          },
        ]}
        rows={seen.grants}
        keyOf={(grant) => grant.id}
        empty={<p>{t('state.none')}</p>}
      />
    </DeskPage>,
  )
})

function titleOf(t: Translate, left: Awaited<ReturnType<typeof runway>>): string {
  if (left === null) return t('state.titleUnknown')
  return left.months === null
    ? t('state.titleEndless')
    : t('state.title', { months: Math.floor(left.months) })
}

function WhereFrom({ t, balance }: { t: Translate; balance: Coverage }) {
  const { month, allocationsCents, contributionsCents } = balance
  const covered = Math.min(contributionsCents, allocationsCents)
  const rest = allocationsCents - covered
  return (
    <StackedBar
      title={t('state.share', { rate: contributionsCents / allocationsCents, month })}
      caption={t('state.shareCaption')}
      parts={[
        { label: t('state.contributions'), value: covered, text: t.money(covered), share: 'contributions' },
        { label: t('state.rest'), value: rest, text: t.money(rest), share: 'grants' },
      ]}
    />
  )
}
