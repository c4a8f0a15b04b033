import type { Context, MiddlewareHandler } from 'hono'
import type { Role } from '../../../kit/actor.ts'
import type { FormState } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import type { Link } from '../../../kit/ui/navigation.tsx'
import { Tabs } from '../../../kit/ui/navigation.tsx'
import { Badge, Notice } from '../../../kit/ui/parts.tsx'
import { mayHere, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { ORGANISERS } from '../actions/input.ts'
import { WRITERS } from '../actions/minutes.ts'
import { PAYERS } from '../actions/preparation.ts'
import { whenOf } from '../rules/when.ts'
import type { Meeting } from '../store/meetings.ts'

export const ID = '{[0-9a-f-]{36}}'
export const MEETING = `/c/:slug/rencontres/:meeting${ID}` as const

/** Whoever has one of these roles here; the caisse of the address is read before. */
export const only =
  (roles: readonly Role[]): MiddlewareHandler<CaisseEnv> =>
  async (c, next) => {
    requireRole(c, roles)
    await next()
  }

/** An address among the meetings of the caisse: `/:id/gerer`. */
export const hrefOf = (c: Context<CaisseEnv>, path = ''): string =>
  `/c/${c.get('caisse').slug}/rencontres${path}`

export const meetingHref = (c: Context<CaisseEnv>, path = ''): string =>
  hrefOf(c, `/${c.req.param('meeting')}${path}`)

/** Back to the list and the file, or to the meeting's page for who does not organise. */
export function trailTo(c: Context<CaisseEnv>, meeting?: Pick<Meeting, 'id' | 'title'>): Link[] {
  if (!mayHere(c, ORGANISERS))
    return meeting ? [{ href: hrefOf(c, `/${meeting.id}`), label: meeting.title }] : []
  return [
    { href: hrefOf(c), label: c.get('t')('meetings.nav') },
    ...(meeting ? [{ href: hrefOf(c, `/${meeting.id}/gerer`), label: meeting.title }] : []),
  ]
}

export const sayWhen = (c: Context<CaisseEnv>, meeting: Pick<Meeting, 'startsAt' | 'endsAt'>): string =>
  whenOf(c.get('t'), meeting, c.get('caisse').time_zone)

/** Why it was refused, or what was just done. */
export function told(t: Translate, form: FormState, done?: string | false) {
  if (form.refusal) return <Notice tone="refusal" title={t(form.refusal)} />
  return done ? <Notice tone="success" title={done} /> : null
}

export function StatusBadge({ t, meeting, now }: { t: Translate; meeting: Meeting; now: Date }) {
  const { status, endsAt, capacity, registered, waiting } = meeting
  if (status === 'cancelled') return <Badge tone="refusal">{t('meetings.status.cancelled')}</Badge>
  if (status === 'draft') return <Badge tone="wait">{t('meetings.status.draft')}</Badge>
  if (endsAt <= now) return <Badge>{t('meetings.status.over')}</Badge>
  if (capacity !== null && registered >= capacity)
    return <Badge tone="info">{t('meetings.status.full', { waiting })}</Badge>
  return <Badge tone="success">{t('meetings.status.announced')}</Badge>
}

const TABS = [
  { path: '/gerer', label: 'meetings.tab.file', roles: ORGANISERS },
  { path: '/pointer', label: 'meetings.tab.checkIn', roles: ORGANISERS },
  { path: '/voitures', label: 'meetings.tab.rides', roles: ORGANISERS },
  { path: '/preparer', label: 'meetings.tab.prepare', roles: ORGANISERS },
  { path: '/compte-rendu/ecrire', label: 'meetings.tab.minutes', roles: WRITERS },
  { path: '/photos', label: 'meetings.tab.photos', roles: ORGANISERS },
  { path: '/depenses', label: 'meetings.tab.expenses', roles: PAYERS },
] as const

export type MeetingTab = (typeof TABS)[number]['path']

/** What the team does with a meeting, those who may. */
export function MeetingTabs({ c, current }: { c: Context<CaisseEnv>; current: MeetingTab }) {
  const t = c.get('t')
  return (
    <Tabs
      wrap
      label={t('meetings.tab.label')}
      tabs={TABS.filter(({ roles }) => mayHere(c, roles)).map(({ path, label }) => ({
        href: meetingHref(c, path),
        label: t(label),
        current: path === current,
      }))}
    />
  )
}
