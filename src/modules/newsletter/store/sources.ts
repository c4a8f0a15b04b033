import { sql } from 'kysely'
import type { CaisseTx } from '../../../db/db.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { dayAt, type Day } from '../../../kit/month.ts'
import { publicContacts } from '../../directory/store/public-contacts.ts'
import type { Item, Kind, SubjectKind } from '../rules/letter.ts'

/** Where the letter stands when it looks at things: whose words, whose clock, which addresses. */
export type Standing = { t: Translate; today: Day; timeZone: string; address: string; slug: string }

type Read = (tx: CaisseTx, subjectId: string | null, standing: Standing) => Promise<Item[]>

const pageOf = ({ address, slug }: Standing, path: string): string => `${address}/c/${slug}${path}`
const sayHours = (t: Translate, startsAt: Date, endsAt: Date, timeZone: string): string => {
  const [from, to] = [dayAt(startsAt, timeZone), dayAt(endsAt, timeZone)]
  return from === to
    ? t('newsletter.said.hours', { day: from, fromText: t.time(startsAt), toText: t.time(endsAt) })
    : t('newsletter.said.days', { day: from, untilDay: to })
}

/** A text's beginning: its first paragraph. */
const opening = (markdown: string): string => markdown.trim().split(/\r?\n\s*\r?\n/)[0] ?? ''

type MeetingRow = {
  id: string
  title: string
  description: string
  startsAt: Date
  endsAt: Date
  place: string
  status: string
}

const meeting: Read = async (tx, id, standing) => {
  const { rows } = await sql<MeetingRow>`
    select id, title, description, starts_at as "startsAt", ends_at as "endsAt", status,
      concat_ws(', ', nullif(place_name, ''), nullif(place_address, '')) as place
    from meeting where caisse_id = ${tx.caisseId} and id = ${id} and status <> 'draft' and audience = 'public'
  `.execute(tx)
  const { t, timeZone } = standing
  return rows.map((row) => ({
    title: row.status === 'cancelled' ? t('newsletter.said.cancelled', { titleText: row.title }) : row.title,
    facts: [sayHours(t, row.startsAt, row.endsAt, timeZone), row.place].filter((fact) => fact !== ''),
    text: opening(row.description),
    link: { href: pageOf(standing, `/rencontres/${row.id}`), label: t('newsletter.said.meetingLink') },
  }))
}

const poll: Read = async (tx, id, { t, address, timeZone }) => {
  const { rows } = await sql<{
    title: string
    description: string
    token: string
    closesAt: Date
    dates: number
  }>`
    select title, description, token, closes_at as "closesAt",
      (select count(*) from poll_date d where d.caisse_id = poll.caisse_id and d.poll_id = poll.id) as dates
    from poll where caisse_id = ${tx.caisseId} and id = ${id} and status = 'open'
  `.execute(tx)
  return rows.map(({ title, description, token, closesAt, dates }) => ({
    title,
    facts: [t('newsletter.said.pollDates', { count: dates, day: dayAt(closesAt, timeZone) })],
    text: opening(description),
    link: { href: `${address}/sondage/${token}`, label: t('newsletter.said.pollLink') },
  }))
}

const group: Read = async (tx, id, { t, today }) => {
  const { rows } = await sql<{
    name: string
    purpose: string
    composition: 'structures' | 'residents'
    status: string
    startsOn: Day | null
  }>`
    select name, purpose, composition, status, starts_on as "startsOn"
    from working_group where caisse_id = ${tx.caisseId} and id = ${id} and status <> 'closed'
  `.execute(tx)
  return rows.map(({ name, purpose, composition, startsOn }) => ({
    title: name,
    facts: [
      t(`newsletter.said.of_${composition}`),
      ...(startsOn === null
        ? []
        : [
            t(startsOn <= today ? 'newsletter.said.groupSince' : 'newsletter.said.groupFrom', {
              day: startsOn,
            }),
          ]),
    ],
    text: purpose,
    link: null,
  }))
}

type MilestoneRow = { title: string; description: string; startsOn: Day; endsOn: Day | null }

const saySpan = (t: Translate, { startsOn, endsOn }: MilestoneRow): string =>
  endsOn === null
    ? t('newsletter.said.on', { day: startsOn })
    : t('newsletter.said.days', { day: startsOn, untilDay: endsOn })

const milestoneItem = (t: Translate, row: MilestoneRow): Item => ({
  title: row.title,
  facts: [saySpan(t, row)],
  text: row.description,
  link: null,
})

const milestone: Read = async (tx, id, { t }) => {
  const { rows } = await sql<MilestoneRow>`
    select title, description, starts_on as "startsOn", ends_on as "endsOn"
    from milestone where caisse_id = ${tx.caisseId} and id = ${id} and public
  `.execute(tx)
  return rows.map((row) => milestoneItem(t, row))
}

/** The experiment's phases and days, in their order; the way to the whole timeline on the last one. */
const calendar: Read = async (tx, _, standing) => {
  const { t } = standing
  const { rows } = await sql<MilestoneRow>`
    select title, description, starts_on as "startsOn", ends_on as "endsOn"
    from milestone where caisse_id = ${tx.caisseId} and public order by starts_on, kind desc, title
  `.execute(tx)
  return rows.map((row, place) => ({
    ...milestoneItem(t, row),
    link:
      place === rows.length - 1
        ? { href: pageOf(standing, '/calendrier'), label: t('newsletter.said.calendarLink') }
        : null,
  }))
}

const news: Read = async (tx, id, standing) => {
  const { rows } = await sql<{ title: string; body: string; slug: string; publishedAt: Date }>`
    select title, body, slug, published_at as "publishedAt"
    from news where caisse_id = ${tx.caisseId} and id = ${id} and published_at is not null
  `.execute(tx)
  const { t, timeZone } = standing
  return rows.map(({ title, body, slug, publishedAt }) => ({
    title,
    facts: [t('newsletter.said.on', { day: dayAt(publishedAt, timeZone) })],
    text: opening(body),
    link: { href: pageOf(standing, `/actualites/${slug}`), label: t('newsletter.said.newsLink') },
  }))
}

type FoundPublication = {
  title: string
  kind: 'article' | 'review' | 'webinar'
  url: string | null
  publishedOn: Day | null
  startsAt: Date | null
}

const publicationItem = ({ t, timeZone }: Standing, now: Day, found: FoundPublication): Item => {
  const { title, kind, url, publishedOn, startsAt } = found
  const toCome = startsAt !== null && dayAt(startsAt, timeZone) >= now
  const fact =
    startsAt !== null
      ? t('newsletter.said.webinarAt', { day: dayAt(startsAt, timeZone), hourText: t.time(startsAt) })
      : publishedOn !== null
        ? t('newsletter.said.on', { day: publishedOn })
        : ''
  const label =
    kind === 'webinar'
      ? t(toCome ? 'newsletter.said.webinarJoin' : 'newsletter.said.webinarWatch')
      : t(kind === 'review' ? 'newsletter.said.reviewLink' : 'newsletter.said.articleLink')
  return {
    title,
    facts: [t(`newsletter.said.kind_${kind}`), fact].filter((each) => each !== ''),
    text: '',
    link: url === null ? null : { href: url, label },
  }
}

const publication: Read = async (tx, id, standing) => {
  const { rows } = await sql<FoundPublication>`
    select title, kind, url, published_on as "publishedOn", starts_at as "startsAt"
    from sister_publication where caisse_id = ${tx.caisseId} and id = ${id}
  `.execute(tx)
  return rows.map((row) => publicationItem(standing, standing.today, row))
}

/** A caisse elsewhere, and its two latest texts. */
const sister: Read = async (tx, id, standing) => {
  const { t, today } = standing
  const { rows } = await sql<{
    name: string
    place: string
    stage: 'preparing' | 'running' | 'ended'
    website: string | null
  }>`
    select name, place, stage, website from sister_caisse where caisse_id = ${tx.caisseId} and id = ${id}
  `.execute(tx)
  const latest = await sql<FoundPublication>`
    select title, kind, url, published_on as "publishedOn", starts_at as "startsAt"
    from sister_publication where caisse_id = ${tx.caisseId} and sister_id = ${id}
    order by coalesce(starts_at, published_on) desc nulls last, title limit 2
  `.execute(tx)
  return rows.flatMap(({ name, place, stage, website }) => [
    {
      title: name,
      facts: [place, t(`newsletter.said.stage_${stage}`)],
      text: '',
      link: website === null ? null : { href: website, label: t('newsletter.said.sisterLink') },
    },
    ...latest.rows.map((row) => publicationItem(standing, today, row)),
  ])
}

type GrantRow = {
  funder: string
  purpose: string
  awardedOn: Day
  nextOn: Day | null
  mention: string | null
  website: string | null
}

/** Grants that are signed, named as their funder asks, and the next money from each. Amounts are for the reports. */
const funding: Read = async (tx, _, { t, today }) => {
  const { rows } = await sql<GrantRow>`
    select g.funder, g.purpose, g.awarded_on as "awardedOn", m.mention, m.website,
      (select min(expected_on) from grant_tranche r
       where r.caisse_id = g.caisse_id and r.grant_id = g.id and r.received_on is null) as "nextOn"
    from grant_award g
    left join lateral (
      select mention, nullif(website, '') as website from funder_mention f
      where f.caisse_id = g.caisse_id and f.funder = g.funder and 'newsletter' = any(f.uses)
        and f.from_on <= ${today} and (f.until_on is null or f.until_on >= ${today})
      order by f.from_on desc limit 1
    ) m on true
    where g.caisse_id = ${tx.caisseId} and g.signed
    order by g.awarded_on, g.funder collate "fr-x-icu"
  `.execute(tx)
  return rows.map(({ funder, purpose, awardedOn, nextOn, mention, website }) => ({
    title: funder,
    facts: [
      purpose,
      t('newsletter.said.grantSigned', { day: awardedOn }),
      ...(nextOn === null || nextOn < today ? [] : [t('newsletter.said.grantNext', { day: nextOn })]),
    ].filter((fact) => fact !== ''),
    text: mention ?? '',
    link: website === null ? null : { href: website, label: t('newsletter.said.sisterLink') },
  }))
}

/** Whom to reach, territory by territory: only what may be public today. */
const contacts: Read = async (tx, _, { today }) =>
  (await publicContacts(tx, today)).map(({ territoryName, name, email, phone, hours }) => ({
    title: territoryName ?? name,
    facts: [territoryName === null ? '' : name, phone ?? '', hours].filter((fact) => fact !== ''),
    text: '',
    link: email === null ? null : { href: `mailto:${email}`, label: email },
  }))

const nothing: Read = () => Promise.resolve([])

const READ: Record<Kind, Read> = {
  text: nothing,
  picture: nothing,
  meeting,
  poll,
  group,
  milestone,
  calendar,
  news,
  sister,
  publication,
  funding,
  contacts,
}

/** What a block pulls in today; nothing when what it names is gone, or may not be read by everybody. */
export const itemsOf = (
  tx: CaisseTx,
  kind: Kind,
  subjectId: string | null,
  standing: Standing,
): Promise<Item[]> => READ[kind](tx, subjectId, standing)

export type Choice = { id: string; label: string }

/** What can be chosen for a block, newest first where time counts. */
export async function choicesFor(tx: CaisseTx, kind: SubjectKind, now: Date): Promise<Choice[]> {
  const own = sql`caisse_id = ${tx.caisseId}`
  const queries = {
    meeting: sql<Choice>`
      select id, title || to_char(starts_at, ' (DD/MM/YYYY)') as label from meeting
      where ${own} and status = 'announced' and audience = 'public'
      order by starts_at < ${now}, abs(extract(epoch from starts_at - ${now})) limit 100`,
    poll: sql<Choice>`
      select id, title as label from poll where ${own} and status = 'open' order by created_at desc limit 100`,
    group: sql<Choice>`
      select id, name as label from working_group where ${own} and status <> 'closed' order by name collate "fr-x-icu"`,
    milestone: sql<Choice>`
      select id, title || to_char(starts_on, ' (DD/MM/YYYY)') as label from milestone
      where ${own} and public order by starts_on desc limit 100`,
    news: sql<Choice>`
      select id, title as label from news where ${own} and published_at is not null
      order by published_at desc limit 100`,
    sister: sql<Choice>`
      select id, name || ' – ' || place as label from sister_caisse where ${own} order by name collate "fr-x-icu"`,
    publication: sql<Choice>`
      select id, title as label from sister_publication
      where ${own} order by coalesce(starts_at, published_on, added_at) desc, title limit 100`,
  } satisfies Record<SubjectKind, unknown>
  return (await queries[kind].execute(tx)).rows
}
