import { Hono } from 'hono'
import type { Role } from '../../kit/actor.ts'
import { actorOf, html } from '../../kit/http.ts'
import type { Translate } from '../../kit/i18n/translate.ts'
import { addMonths, monthOf } from '../../kit/month.ts'
import { BarList, FadingBar, StackedBar } from '../../kit/ui/figures.tsx'
import { RowLink, RowList } from '../../kit/ui/navigation.tsx'
import { DeskPage } from '../../kit/ui/pages.tsx'
import { Card, CardGrid, EmptyState, Money, Stat, Stats } from '../../kit/ui/parts.tsx'
import { DataTable } from '../../kit/ui/table.tsx'
import { deskFrame, mayHere, read, readCaisse, requireRole, type CaisseEnv } from '../caisses/web.ts'
import { ANSWERING } from '../contributions/actions/requests.ts'
import { whenOf } from '../meetings/rules/when.ts'
import { listMeetings } from '../meetings/store/meetings.ts'
import { listHouseholds } from '../people/store/listing.ts'
import { listWaves, type Wave } from '../people/store/waves.ts'
import { coverage, runway, type Coverage } from '../treasury/store.ts'
import { findWaiting, takingsIn, type Takings } from './store.ts'
import { listTodos } from './todos.ts'

const TEAM: readonly Role[] = ['coordinator', 'treasurer', 'administrator']

/** As many as one prepares for at a time. */
const NEXT_MEETINGS = 3

export const bureau = new Hono<CaisseEnv>()

bureau.use('/c/:slug/bureau', readCaisse, async (c, next) => (requireRole(c, TEAM), next()))

bureau.get('/c/:slug/bureau', async (c) => {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const today = c.get('today')
  const month = monthOf(today)
  const now = c.get('app').now()
  const actor = actorOf(c)
  const seen = await read(c, async (tx) => ({
    waiting: await findWaiting(tx, today),
    balance: await coverage(tx, month),
    left: await runway(tx, month, now),
    takings: await takingsIn(tx, month),
    households: (await listHouseholds(tx, { on: today, limit: 1 })).total,
    waves: await listWaves(tx),
    meetings: await listMeetings(tx, { from: now, statuses: ['announced'], limit: NEXT_MEETINGS }),
  }))
  const accountId = actor.kind === 'account' ? actor.accountId : null
  const todos = listTodos(t, seen.waiting, {
    accountId,
    slug,
    today,
    answers: mayHere(c, ANSWERING),
    mayDesk: mayHere(c, ['coordinator', 'administrator']),
    mayCall: mayHere(c, ['coordinator']),
  })
  const unitText = t.unit ?? ''
  const spentCents = seen.takings.reduce((sum, { cents }) => sum + cents, 0)
  return html(
    <DeskPage {...deskFrame(c, '/bureau')} title={t('home.title', { count: todos.length })}>
      {todos.length === 0 ? (
        <EmptyState title={t('home.none')} icon="check">
          <p>{t('home.noneText')}</p>
        </EmptyState>
      ) : (
        <RowList>
          {todos.map(({ id, ...todo }) => (
            <RowLink key={id} {...todo} />
          ))}
        </RowList>
      )}
      {mayHere(c, ['coordinator', 'administrator']) && seen.meetings.length > 0 && (
        <>
          <h2>{t('meetings.list.nextOnes')}</h2>
          <RowList>
            {seen.meetings.map((meeting) => (
              <RowLink
                key={meeting.id}
                href={`/c/${slug}/rencontres/${meeting.id}/gerer`}
                icon="people"
                title={meeting.title}
                text={whenOf(t, meeting, c.get('caisse').time_zone)}
                aside={
                  meeting.registers &&
                  (meeting.capacity === null
                    ? t('meetings.list.registered', { count: meeting.registered })
                    : t('meetings.file.of', { count: meeting.registered, capacity: meeting.capacity }))
                }
              />
            ))}
          </RowList>
        </>
      )}
      <h2>{t('home.month.title', { month })}</h2>
      <Stats>
        <Stat label={t('home.month.households')} value={seen.households} />
        <Stat
          label={t('home.month.issued', { unitText })}
          value={
            seen.balance.allocationsCents > 0 ? (
              <Money cents={seen.balance.allocationsCents} rights bare />
            ) : (
              t('home.month.notIssued')
            )
          }
        />
        <Stat label={t('home.month.spent', { unitText })} value={<Money cents={spentCents} rights bare />} />
        <Stat label={t('home.month.received')} value={<Money cents={seen.balance.contributionsCents} />} />
      </Stats>
      <CardGrid>
        <Card>
          <Covered t={t} balance={seen.balance} />
        </Card>
        {seen.left?.months !== null && seen.left?.months !== undefined && (
          <Card>
            <FadingBar
              title={t('state.title', { months: Math.floor(seen.left.months) })}
              caption={t('state.lastCaption')}
              months={seen.left.months}
              from={addMonths(month, 1)}
            />
          </Card>
        )}
      </CardGrid>
      <Card>
        <WhereSpent t={t} takings={seen.takings} totalCents={spentCents} />
      </Card>
      <h2>{t('home.waves.title')}</h2>
      <Waves t={t} waves={seen.waves} />
    </DeskPage>,
  )
})

/** What the month's allocation is paid with: contributions, grants received this month, and the reserve. */
function Covered({ t, balance }: { t: Translate; balance: Coverage }) {
  const { month, allocationsCents, contributionsCents, grantsCents } = balance
  if (allocationsCents === 0) return <p>{t('home.month.notIssued')}</p>
  const contributed = Math.min(contributionsCents, allocationsCents)
  const granted = Math.min(grantsCents, allocationsCents - contributed)
  const gap = allocationsCents - contributed - granted
  return (
    <StackedBar
      title={t('state.share', { rate: contributionsCents / allocationsCents, month })}
      caption={t('state.shareCaption')}
      parts={[
        {
          label: t('state.contributions'),
          value: contributed,
          text: t.money(contributed),
          share: 'contributions',
        },
        { label: t('home.month.grants'), value: granted, text: t.money(granted), share: 'grants' },
        { label: t('home.month.reserve'), value: gap, text: t.money(gap), share: 'rest' },
      ]}
    />
  )
}

function WhereSpent({
  t,
  takings,
  totalCents,
}: {
  t: Translate
  takings: readonly Takings[]
  totalCents: number
}) {
  const [first] = takings
  if (!first) return <p>{t('home.takings.none')}</p>
  return (
    <BarList
      title={t('home.takings.titleTop', { nameText: first.outletName, rate: first.cents / totalCents })}
      caption={t('home.takings.caption')}
      heads={[t('home.takings.outlet'), t('home.takings.amount')]}
      bars={takings.map(({ outletId, outletName, cents }) => ({
        key: outletId,
        label: outletName,
        value: cents,
        text: t.rights(cents),
      }))}
      share="outlets"
    />
  )
}

function Waves({ t, waves }: { t: Translate; waves: readonly Wave[] }) {
  return (
    <DataTable
      caption={t('home.waves.caption')}
      columns={[
        { label: t('home.waves.name'), heading: true, cell: (wave) => wave.name },
        { label: t('home.waves.starts'), cell: (wave) => t.day(wave.startsOn) },
        {
          label: t('home.waves.households'),
          numeric: true,
          cell: (wave) =>
            wave.plannedHouseholds === null
              ? wave.households
              : t('home.waves.of', { count: wave.households, planned: wave.plannedHouseholds }),
        },
      ]}
      rows={waves}
      keyOf={(wave) => wave.id}
      empty={<p>{t('home.waves.none')}</p>}
    />
  )
}
