import { Hono, type Context } from 'hono'
import { html } from '../../../kit/http.ts'
import { formatNearDay, formatWeekday } from '../../../kit/i18n/locale.ts'
import {
  addDays,
  addMonths,
  firstDay,
  MonthValue,
  monthOf,
  startOfDay,
  type Day,
  type Month,
} from '../../../kit/month.ts'
import { LinkButton, Button, Actions } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { SelectField } from '../../../kit/ui/inputs.tsx'
import { RowList, Tabs } from '../../../kit/ui/navigation.tsx'
import { PrintPage } from '../../../kit/ui/pages.tsx'
import { Card, EmptyState } from '../../../kit/ui/parts.tsx'
import { CaissePage } from '../../caisses/pages/caisse-page.tsx'
import { listTerritories } from '../../caisses/store.ts'
import { lookOf, publicAddress, read, readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { placeOf, RendezvousRow, sayWhen } from '../rendezvous-row.tsx'
import { eventData } from '../../meetings/event-data.ts'
import { byDay, weeksOf } from '../rules/month-grid.ts'
import { sightIn } from '../sight.ts'
import { listRendezvous, type Rendezvous } from '../store/meetings.ts'

export const agenda = new Hono<CaisseEnv>()

agenda.use('/c/:slug/agenda', readCaisse)

type Territory = { id: string; name: string }
type Asked = {
  view: 'list' | 'month' | 'print'
  month: Month
  territory: Territory | undefined
  territories: Territory[]
}

const VIEWS = { liste: 'list', mois: 'month', imprimer: 'print' } as const
const MONTHS_PRINTED = 3

agenda.get('/c/:slug/agenda', async (c) => {
  const zone = c.get('caisse').time_zone
  const territories = await read(c, listTerritories)
  const typed = c.req.query('mois') ?? ''
  const month = MonthValue.safeParse(typed).success ? typed : monthOf(c.get('today'))
  const named = c.req.query('vue') as keyof typeof VIEWS
  const asked: Asked = {
    view: VIEWS[named] ?? (typed === '' ? 'list' : 'month'),
    month,
    territory: territories.find(({ id }) => id === c.req.query('territoire')),
    territories,
  }
  const from = {
    list: c.get('app').now(),
    month: startOfDay(weeksOf(month)[0]![0]!, zone),
    print: startOfDay(c.get('today'), zone),
  }[asked.view]
  const to = {
    list: undefined,
    month: startOfDay(addDays(weeksOf(month).at(-1)!.at(-1)!, 1), zone),
    print: startOfDay(firstDay(addMonths(monthOf(c.get('today')), MONTHS_PRINTED)), zone),
  }[asked.view]
  const { events, members } = await read(c, async (tx) => {
    const sight = await sightIn(c, tx)
    const territoryId = asked.territory?.id
    return {
      members: sight.members,
      events: await listRendezvous(tx, sight, { from, ...(to && { to }), territoryId }),
    }
  })
  if (asked.view === 'print') return html(<Printed c={c} events={events} asked={asked} />)
  return html(<AgendaPage c={c} events={events} asked={asked} members={members} />)
})

type ViewProps = { c: Context<CaisseEnv>; events: readonly Rendezvous[]; asked: Asked }

const homeOf = (c: Context<CaisseEnv>): string => `/c/${c.get('caisse').slug}/agenda`

/** The same page with another choice. */
function linkTo(
  c: Context<CaisseEnv>,
  { territory }: Pick<Asked, 'territory'>,
  choice: Record<string, string>,
) {
  const query = new URLSearchParams({ ...choice, ...(territory && { territoire: territory.id }) })
  return query.size === 0 ? homeOf(c) : `${homeOf(c)}?${query}`
}

function AgendaPage({ c, events, asked, members }: ViewProps & { members: boolean }) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const { view, month } = asked
  const inMonth = events.filter((event) => !event.cancelled)
  return (
    <CaissePage
      c={c}
      current="/agenda"
      wide
      title={
        view === 'month'
          ? t(month < monthOf(c.get('today')) ? 'calendar.agenda.titlePast' : 'calendar.agenda.titleMonth', {
              month,
            })
          : t('calendar.agenda.title', { count: inMonth.length })
      }
      lead={t(members ? 'calendar.agenda.leadMembers' : 'calendar.agenda.lead')}
      meta={{
        feeds: [
          {
            href: `/c/${slug}/agenda.ics`,
            label: t('calendar.feed.all', { caisseName: c.get('caisse').name }),
            type: 'text/calendar',
          },
        ],
        data: events.filter(({ audience }) => audience === 'public').map((event) => eventData(c, event)),
      }}
    >
      <Tabs
        label={t('calendar.agenda.views')}
        tabs={[
          { href: linkTo(c, asked, {}), label: t('calendar.agenda.list'), current: view === 'list' },
          {
            href: linkTo(c, asked, { mois: month }),
            label: t('calendar.agenda.month'),
            current: view === 'month',
          },
        ]}
      />
      {asked.territories.length > 1 && <Filter c={c} asked={asked} />}
      {view === 'month' ? (
        <MonthView c={c} events={events} asked={asked} />
      ) : events.length === 0 ? (
        <EmptyState title={t('calendar.agenda.title', { count: 0 })} icon="calendar">
          <p>{t('calendar.agenda.noneText')}</p>
        </EmptyState>
      ) : (
        <ByMonth c={c} events={events} />
      )}
      <Actions>
        <LinkButton href={linkTo(c, asked, { vue: 'imprimer' })} icon="print">
          {t('calendar.agenda.print')}
        </LinkButton>
        <LinkButton href={`/c/${slug}/calendrier`} kind="quiet" icon="forward">
          {t('calendar.agenda.timeline')}
        </LinkButton>
      </Actions>
      <Subscribe c={c} asked={asked} members={members} />
    </CaissePage>
  )
}

function Filter({ c, asked }: { c: Context<CaisseEnv>; asked: Asked }) {
  const t = c.get('t')
  return (
    <Form method="get" action={homeOf(c)}>
      {asked.view === 'month' && <input type="hidden" name="mois" value={asked.month} />}
      <div class="form-row">
        <SelectField
          name="territoire"
          label={t('calendar.agenda.territory')}
          optional
          value={asked.territory?.id ?? ''}
          options={[
            { value: '', label: t('calendar.agenda.everywhere') },
            ...asked.territories.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Button icon="filter">{t('calendar.agenda.filter')}</Button>
      </div>
    </Form>
  )
}

/** What comes, month after month. */
function ByMonth({ c, events }: Pick<ViewProps, 'c' | 'events'>) {
  const t = c.get('t')
  const { slug, time_zone: timeZone } = c.get('caisse')
  const months = new Map<Month, Rendezvous[]>()
  for (const [day, ofDay] of byDay(events, timeZone))
    for (const event of ofDay)
      if (![...months.values()].some((known) => known.includes(event))) {
        const month = monthOf(day)
        months.set(month, [...(months.get(month) ?? []), event])
      }
  return (
    <>
      {[...months].map(([month, ofMonth]) => (
        <section class="stack" key={month}>
          <h2 class="month-name">{t.month(month)}</h2>
          <RowList>
            {ofMonth.map((event) => (
              <RendezvousRow key={event.id} t={t} slug={slug} timeZone={timeZone} rendezvous={event} />
            ))}
          </RowList>
        </section>
      ))}
    </>
  )
}

function MonthView({ c, events, asked }: ViewProps) {
  const t = c.get('t')
  const { slug, time_zone: timeZone } = c.get('caisse')
  const { month } = asked
  const days = byDay(events, timeZone)
  const inMonth = events.filter(({ startsAt, endsAt }) =>
    [...byDay([{ startsAt, endsAt }], timeZone).keys()].some((day) => monthOf(day) === month),
  )
  return (
    <>
      <div class="month-turn">
        <LinkButton href={linkTo(c, asked, { mois: addMonths(month, -1) })} icon="back">
          <span class="visually-hidden">{t('calendar.agenda.previous')}, </span>
          {t.month(addMonths(month, -1))}
        </LinkButton>
        <LinkButton href={linkTo(c, asked, { mois: addMonths(month, 1) })} icon="forward">
          <span class="visually-hidden">{t('calendar.agenda.next')}, </span>
          {t.month(addMonths(month, 1))}
        </LinkButton>
      </div>
      <table class="month-grid">
        <caption class="visually-hidden">{t('calendar.agenda.caption', { month })}</caption>
        <thead>
          <tr>
            {[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
              <th scope="col" key={weekday}>
                <span aria-hidden="true" class="month-short">
                  {formatWeekday(weekday, t.locale).slice(0, 2)}
                </span>
                <span class="month-long">{formatWeekday(weekday, t.locale)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <DayCell key={day} c={c} day={day} month={month} events={days.get(day) ?? []} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {inMonth.length === 0 ? (
        <p>{t('calendar.agenda.noneMonth')}</p>
      ) : (
        <RowList>
          {inMonth.map((event) => (
            <RendezvousRow key={event.id} t={t} slug={slug} timeZone={timeZone} rendezvous={event} />
          ))}
        </RowList>
      )}
    </>
  )
}

function DayCell({
  c,
  day,
  month,
  events,
}: {
  c: Context<CaisseEnv>
  day: Day
  month: Month
  events: readonly Rendezvous[]
}) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const isToday = day === c.get('today')
  const kind = ['month-day', monthOf(day) !== month && 'month-other', isToday && 'month-today']
  return (
    <td class={kind.filter(Boolean).join(' ')}>
      <span class="month-number" aria-hidden="true">
        {Number(day.slice(8))}
      </span>
      <span class="visually-hidden">
        {t('calendar.agenda.day', { dayText: formatNearDay(day, t.locale), count: events.length })}
        {isToday && ` (${t('calendar.agenda.today')})`}
      </span>
      {events.length > 0 && (
        <ul class="month-events">
          {events.map((event) => (
            <li key={event.id}>
              <a
                class={event.cancelled ? 'month-event month-event-off' : 'month-event'}
                href={`/c/${slug}/rencontres/${event.id}`}
                title={event.title}
              >
                <span class="month-event-time">{t.time(event.startsAt)}</span>{' '}
                <span class="month-event-title">{event.title}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </td>
  )
}

/** Once, and the telephone keeps up. */
function Subscribe({ c, asked, members }: { c: Context<CaisseEnv>; asked: Asked; members: boolean }) {
  const t = c.get('t')
  const app = c.get('app')
  const caisse = c.get('caisse')
  const path = asked.territory ? `/agenda/territoires/${asked.territory.id}.ics` : '/agenda.ics'
  const address = publicAddress(app, caisse, path)
  return (
    <Card title={t('calendar.agenda.subscribe')} icon="device" look="sunk">
      <p>{t('calendar.agenda.subscribeText')}</p>
      <Actions>
        <LinkButton href={address.replace(/^https?:/, 'webcal:')} icon="calendar">
          {asked.territory
            ? t('calendar.agenda.subscribeTerritory', { placeName: asked.territory.name })
            : t('calendar.agenda.subscribeAll')}
        </LinkButton>
        {members && c.get('actor')?.kind === 'account' && (
          <LinkButton href={`/c/${caisse.slug}/agenda/abonnement`} icon="lock">
            {t('calendar.agenda.ownLink')}
          </LinkButton>
        )}
      </Actions>
      <p class="small">
        {t('calendar.agenda.copyLink')} <code class="address">{address}</code>
      </p>
    </Card>
  )
}

/** A sheet for a door or a fridge. */
function Printed({ c, events, asked }: ViewProps) {
  const t = c.get('t')
  const caisse = c.get('caisse')
  const last = addDays(firstDay(addMonths(monthOf(c.get('today')), MONTHS_PRINTED)), -1)
  return (
    <PrintPage
      t={t}
      title={t('calendar.agenda.printTitle')}
      caisse={lookOf(caisse)}
      help={<p>{t('calendar.agenda.printHelp')}</p>}
    >
      <header class="stack">
        <h1>{t('calendar.agenda.printTitle')}</h1>
        <p>
          {[caisse.name, asked.territory?.name].filter(Boolean).join(' · ')} –{' '}
          {t('calendar.agenda.printUntil', { fromText: t.day(c.get('today')), toText: t.day(last) })}
        </p>
      </header>
      {events.length === 0 ? (
        <p>{t('calendar.agenda.title', { count: 0 })}</p>
      ) : (
        <table class="print-agenda">
          <tbody>
            {events.map((event) => (
              <tr key={event.id}>
                <th scope="row">{sayWhen(t, event, caisse.time_zone)}</th>
                <td>
                  <strong>{event.cancelled ? <s>{event.title}</s> : event.title}</strong>
                  {event.cancelled && ` – ${t('calendar.cancelled')}`}
                  <br />
                  {placeOf(event) || event.territoryName}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>{publicAddress(c.get('app'), caisse, '/agenda')}</p>
    </PrintPage>
  )
}
