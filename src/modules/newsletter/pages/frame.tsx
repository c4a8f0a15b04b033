import type { Context, MiddlewareHandler } from 'hono'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { dayAt } from '../../../kit/month.ts'
import { Tabs } from '../../../kit/ui/navigation.tsx'
import { Badge } from '../../../kit/ui/parts.tsx'
import type { Tone } from '../../../kit/ui/tone.ts'
import { requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { TEAM } from '../actions/input.ts'
import type { Status } from '../rules/letter.ts'
import type { Issue } from '../store/letters.ts'

export const forTeam: MiddlewareHandler<CaisseEnv> = async (c, next) => {
  requireRole(c, TEAM)
  await next()
}

export const lettersHref = (c: Context<CaisseEnv>): string => `/c/${c.get('caisse').slug}/lettre`
export const letterHref = (c: Context<CaisseEnv>, id: string): string => `${lettersHref(c)}/${id}`
export const publicHref = (c: Context<CaisseEnv>): string => `/c/${c.get('caisse').slug}/lettres`

/** Where a picture of a letter is looked at, from a page of ours. */
export const pictureHref = (c: Context<CaisseEnv>) => (sha256: string) =>
  `${publicHref(c)}/images/${sha256}.jpg`

export type TeamPlace = 'letters' | 'subscribers' | 'returns'

/** The letter's three places: what is written, who reads it, what came back. */
export function TeamTabs({ c, current }: { c: Context<CaisseEnv>; current: TeamPlace }) {
  const t = c.get('t')
  const href = lettersHref(c)
  const places = [
    { id: 'letters', href },
    { id: 'subscribers', href: `${href}/abonnements` },
    { id: 'returns', href: `${href}/retours` },
  ] as const
  return (
    <Tabs
      label={t('newsletter.tabs.label')}
      wrap
      tabs={places.map((place) => ({
        href: place.href,
        label: t(`newsletter.tabs.${place.id}`),
        current: place.id === current,
      }))}
    />
  )
}

const TONES: Record<Status, Tone | undefined> = {
  draft: undefined,
  scheduled: 'wait',
  sending: 'wait',
  stopped: 'refusal',
  sent: 'success',
}

export function StatusBadge({ t, status }: { t: Translate; status: Status }) {
  return <Badge tone={TONES[status]}>{t(`newsletter.status.${status}`)}</Badge>
}

/** « le 26 novembre 2026 à 9 h » */
export const sayWhen = (t: Translate, instant: Date, timeZone: string): string =>
  t('newsletter.when', { day: dayAt(instant, timeZone), hourText: t.time(instant) })

/** Where one stands between the list and a page of one letter. */
export const trailOf = (c: Context<CaisseEnv>, issue?: Pick<Issue, 'id' | 'number'>) => [
  { href: lettersHref(c), label: c.get('t')('newsletter.tabs.letters') },
  ...(issue
    ? [{ href: letterHref(c, issue.id), label: c.get('t')('newsletter.issue', { number: issue.number }) }]
    : []),
]
