import type { Context } from 'hono'
import { markdownToText } from '../../kit/markdown.ts'
import { publicAddress, type CaisseEnv } from '../caisses/web.ts'

type Told = {
  id: string
  title: string
  description: string
  startsAt: Date
  endsAt: Date
  placeName: string
  placeAddress: string
  territoryName?: string | null
  cancelled: boolean
}

/** schema.org, for search engines: what, when, where, and whether it still takes place. */
export function eventData(c: Context<CaisseEnv>, event: Told): object {
  const app = c.get('app')
  const caisse = c.get('caisse')
  const description = markdownToText(event.description)
  return {
    '@type': 'Event',
    name: event.title,
    startDate: event.startsAt.toISOString(),
    endDate: event.endsAt.toISOString(),
    eventStatus: `https://schema.org/${event.cancelled ? 'EventCancelled' : 'EventScheduled'}`,
    eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
    location: {
      '@type': 'Place',
      name: event.placeName || event.territoryName || caisse.name,
      address: event.placeAddress || event.placeName || event.territoryName || caisse.name,
    },
    url: publicAddress(app, caisse, `/rencontres/${event.id}`),
    isAccessibleForFree: true,
    organizer: { '@type': 'Organization', name: caisse.name, url: publicAddress(app, caisse, '') },
    ...(description && { description }),
  }
}
