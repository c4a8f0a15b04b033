import { Hono, type Context } from 'hono'
import { inCaisse } from '../../../db/db.ts'
import type { Actor } from '../../../kit/actor.ts'
import { feedOf, type CalendarEvent } from '../../../kit/icalendar.ts'
import { markdownToText } from '../../../kit/markdown.ts'
import { addDays, startOfDay } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { listTerritories } from '../../caisses/store.ts'
import { publicAddress, read, readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { meetingUid } from '../../meetings/actions/invitations.ts'
import { grantsOf } from '../../identity/store.ts'
import { placeOf } from '../rendezvous-row.tsx'
import { subscriptionIn } from '../secret-link.ts'
import { sightOf } from '../sight.ts'
import { listRendezvous, PUBLIC_SIGHT, type Rendezvous } from '../store/meetings.ts'
import { findSubscription } from '../store/subscriptions.ts'

/** Calendars to subscribe to: what takes place, to be read again by a telephone every few hours. */
export const feeds = new Hono<CaisseEnv>()

feeds.use('/c/:slug/agenda.ics', readCaisse)
feeds.use('/c/:slug/agenda/territoires/*', readCaisse)
feeds.use('/c/:slug/agenda/personnel/*', readCaisse)

/** What took place lately stays, so that a calendar does not forget last week. */
const KEPT_DAYS = 90

feeds.get('/c/:slug/agenda.ics', async (c) => {
  const t = c.get('t')
  const events = await read(c, (tx) => listRendezvous(tx, PUBLIC_SIGHT, { from: since(c) }))
  return answer(c, events, t('calendar.feed.all', { caisseName: c.get('caisse').name }), true)
})

feeds.get('/c/:slug/agenda/territoires/:territory', async (c) => {
  const t = c.get('t')
  const id = c.req.param('territory').replace(/\.ics$/, '')
  const { territory, events } = await read(c, async (tx) => {
    const found = (await listTerritories(tx)).find((each) => each.id === id)
    if (!found) throw new Refusal('unknown_territory', {}, 404)
    return {
      territory: found,
      events: await listRendezvous(tx, PUBLIC_SIGHT, { from: since(c), territoryId: id }),
    }
  })
  const name = t('calendar.feed.territory', { caisseName: c.get('caisse').name, placeName: territory.name })
  return answer(c, events, name, true)
})

/** One's own, by a secret address: what it shows follows what one is in the caisse that day. */
feeds.get('/c/:slug/agenda/personnel/:secret', async (c) => {
  const t = c.get('t')
  const app = c.get('app')
  const { id: caisseId, name } = c.get('caisse')
  const subscriptionId = subscriptionIn(app, c.req.param('secret').replace(/\.ics$/, ''))
  const subscription =
    subscriptionId && (await inCaisse(app.db, caisseId, (tx) => findSubscription(tx, subscriptionId)))
  if (!subscription) return c.notFound()
  const { accountId } = subscription
  const actor: Actor = { kind: 'account', accountId, name: '', grants: await grantsOf(app.db, accountId) }
  const found = await inCaisse(app.db, caisseId, async (tx) => {
    const sight = await sightOf(tx, actor, c.get('today'))
    return sight.members ? listRendezvous(tx, sight, { from: since(c) }) : undefined
  })
  if (!found) return c.notFound()
  return answer(c, found, t('calendar.feed.own', { caisseName: name }), false)
})

const since = (c: Context<CaisseEnv>): Date =>
  startOfDay(addDays(c.get('today'), -KEPT_DAYS), c.get('caisse').time_zone)

function answer(c: Context<CaisseEnv>, events: readonly Rendezvous[], name: string, open: boolean): Response {
  const app = c.get('app')
  const caisse = c.get('caisse')
  const content = feedOf(
    events.map((event) => ({
      ...entryOf(event),
      uid: meetingUid(app, event.id),
      url: publicAddress(app, caisse, `/rencontres/${event.id}`),
    })),
    {
      name,
      timeZone: caisse.time_zone,
      language: 'fr',
      url: publicAddress(app, caisse, '/agenda'),
    },
  )
  return c.body(content, 200, {
    'content-type': 'text/calendar; charset=utf-8',
    'cache-control': open ? 'public, max-age=900' : 'private, no-store',
    ...(!open && { 'x-robots-tag': 'noindex' }),
  })
}

function entryOf(event: Rendezvous): Omit<CalendarEvent, 'uid' | 'url'> {
  const description = markdownToText(event.description)
  const place = placeOf(event)
  return {
    sequence: event.sequence,
    title: event.title,
    ...(description && { description }),
    ...(place && { place }),
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    changedAt: event.changedAt,
    cancelled: event.cancelled,
    private: event.audience !== 'public',
  }
}
