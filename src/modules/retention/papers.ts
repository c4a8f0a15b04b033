import type { CaisseTx } from '../../db/db.ts'
import type { Translate } from '../../kit/i18n/translate.ts'
import { startOfDay, addDays, type Day } from '../../kit/month.ts'
import type { Block, Paper } from '../../kit/pdf/paper.ts'
import { senderOf } from '../caisses/letterhead.ts'
import { findOrganisation, getCaisse, type Caisse } from '../caisses/store.ts'
import { KEPT_MONTHS as DIRECTORY_MONTHS } from '../directory/rules/words.ts'
import { KEPT_DAYS } from '../newsletter/jobs.ts'
import { meetingSetting } from '../meetings/store/settings.ts'
import { countKnown, listReached } from '../people/store/erasure.ts'
import { KEPT_MONTHS } from '../people/rules/pre-registration.ts'
import { BREACH_HOURS, READINGS_MONTHS } from './rules.ts'
import { afterLeavingMonths, listReadings, scaleOfBreach } from './store.ts'

/** What the caisse does with what it knows of people; `retention.treatment` says each in words. */
const TREATMENTS = [
  'members',
  'contributions',
  'payments',
  'outlets',
  'team',
  'requests',
  'directory',
  'polls',
  'outreach',
  'letters',
  'meetings',
  'photos',
  'access',
  'statistics',
] as const

const FIELDS = ['purpose', 'basis', 'people', 'data', 'recipients', 'duration'] as const

const listOf = (text: string): Block => ({ kind: 'list', list: text.split('\n') })
const heading = (text: string): Block => ({ kind: 'heading', heading: text })
const textOf = (text: string): Block => ({ kind: 'text', text })

async function paperOf(
  tx: CaisseTx,
  t: Translate,
  { at, title, subtitle, blocks }: { at: Date; title: string; subtitle: string; blocks: readonly Block[] },
): Promise<Paper> {
  const caisse = await getCaisse(tx, tx.caisseId)
  return {
    locale: t.locale,
    title,
    sender: await senderOf(tx, caisse),
    footer: `${t('retention.paper.page', { nameText: caisse.name })}\n${t('retention.paper.asOf', { instantText: t.instant(at) })}`,
    at,
    sheets: [{ title, subtitle, blocks }],
  }
}

/** The register of processing (RGPD, art. 30), with the caisse's own settings. */
export async function registerPaper(tx: CaisseTx, t: Translate, at: Date): Promise<Paper> {
  const caisse = await getCaisse(tx, tx.caisseId)
  const params = {
    months: await afterLeavingMonths(tx),
    requestMonths: KEPT_MONTHS.declined,
    waitingMonths: KEPT_MONTHS.waiting,
    readingsMonths: READINGS_MONTHS,
    directoryMonths: DIRECTORY_MONTHS,
    askedDays: KEPT_DAYS.asked,
    bouncedDays: KEPT_DAYS.bounced,
    deliveryDays: KEPT_DAYS.deliveries,
    meetingMonths: (await meetingSetting(tx)).keptMonths,
  }
  const blocks: Block[] = [
    { kind: 'facts', facts: [[t('retention.register.controller'), await controllerOf(tx, caisse)]] },
    ...TREATMENTS.flatMap((id): Block[] => [
      heading(t(`retention.treatment.${id}.title`)),
      {
        kind: 'facts',
        facts: FIELDS.map((field) => [
          t(`retention.register.${field}`),
          t(`retention.treatment.${id}.${field}`, params),
        ]),
      },
    ]),
    heading(t('retention.register.security')),
    listOf(t('retention.register.securityList')),
    heading(t('retention.register.transfers')),
    textOf(t('retention.register.transfersText')),
    textOf(t('retention.register.host')),
  ]
  const subtitle = t('retention.register.lead', { count: TREATMENTS.length })
  return paperOf(tx, t, { at, title: t('retention.register.title'), subtitle, blocks })
}

async function controllerOf(tx: CaisseTx, caisse: Caisse): Promise<string> {
  const { name, lines = [] } = await senderOf(tx, caisse)
  return [...lines, name].join('\n')
}

/** What somebody takes home on joining: one A4 page. */
export async function noticePaper(tx: CaisseTx, t: Translate, at: Date): Promise<Paper> {
  const caisse = await getCaisse(tx, tx.caisseId)
  const organisation = await findOrganisation(tx, caisse.organisation_id)
  const who = t('retention.notice.whoText', {
    organisationText: organisation?.legal_name ?? caisse.name,
    caisseText: caisse.name,
    addressText: organisation?.address ?? '',
  })
  const blocks: Block[] = [
    heading(t('retention.notice.who')),
    textOf(who.trim()),
    heading(t('retention.notice.what')),
    listOf(t('retention.notice.whatList')),
    heading(t('retention.notice.not')),
    textOf(t('retention.notice.notText')),
    heading(t('retention.notice.why')),
    textOf(t('retention.notice.whyText')),
    heading(t('retention.notice.reads')),
    listOf(t('retention.notice.readsList')),
    heading(t('retention.notice.long')),
    textOf(t('retention.notice.longText', { months: await afterLeavingMonths(tx) })),
    heading(t('retention.notice.rights')),
    textOf(t('retention.notice.rightsText')),
  ]
  return paperOf(tx, t, {
    at,
    title: t('retention.notice.title'),
    subtitle: t('retention.notice.lead'),
    blocks,
  })
}

export type Breach = { seenOn: Day; from: Day; to: Day }

/** What the authority asks for within three days (RGPD, art. 33), with what the caisse can count by itself. */
export async function breachPaper(tx: CaisseTx, t: Translate, at: Date, breach: Breach): Promise<Paper> {
  const caisse = await getCaisse(tx, tx.caisseId)
  const { seenOn, from, to } = breach
  const since = startOfDay(from, caisse.time_zone)
  const until = startOfDay(addDays(to, 1), caisse.time_zone)
  const deadline = new Date(startOfDay(seenOn, caisse.time_zone).getTime() + BREACH_HOURS * 3_600_000)
  const known = await countKnown(tx, { from, to })
  const scale = await scaleOfBreach(tx, since, until)
  const readings = await listReadings(tx, { since, until, limit: 500 })
  const reached = await listReached(tx, { from, to })
  const count = (key: 'people' | 'households' | 'emails' | 'phones' | keyof typeof scale, value: number) =>
    [t(`retention.breach.${key}`), String(value)] as const
  const blocks: Block[] = [
    {
      kind: 'facts',
      facts: [
        [t('retention.breach.controller'), await controllerOf(tx, caisse)],
        [t('retention.breach.seen'), t.day(seenOn)],
        [t('retention.breach.deadline', { hours: BREACH_HOURS }), t.instant(deadline)],
        [t('retention.breach.period'), t('retention.breach.periodText', { from, to })],
      ],
    },
    heading(t('retention.breach.nature')),
    textOf(t('retention.breach.natureLines')),
    heading(t('retention.breach.concerned')),
    {
      kind: 'facts',
      facts: [
        count('people', known.people),
        count('emails', known.emails),
        count('phones', known.phones),
        count('households', known.households),
        count('payments', scale.payments),
        count('payers', scale.payers),
        count('outlets', scale.outlets),
        count('accounts', scale.accounts),
      ],
    },
    heading(t('retention.breach.never')),
    listOf(t('retention.breach.neverList')),
    heading(t('retention.breach.risks')),
    textOf(t('retention.breach.risksText')),
    heading(t('retention.breach.measures')),
    listOf(t('retention.breach.measuresList')),
    heading(t('retention.breach.readings')),
    readings.length === 0
      ? textOf(t('retention.breach.readingsNone'))
      : {
          kind: 'table',
          columns: [
            { label: t('retention.readings.when') },
            { label: t('retention.readings.who') },
            { label: t('retention.readings.file'), width: 1 },
          ],
          rows: readings.map((one) => [t.instant(one.at), one.reader, one.householdName]),
        },
    heading(t('retention.breach.reach')),
    ...(reached.length === 0
      ? [textOf(t('retention.breach.reachNone'))]
      : [
          textOf(t('retention.breach.reachText')),
          {
            kind: 'table' as const,
            columns: [
              { label: t('retention.breach.household'), width: 1 },
              { label: t('retention.breach.name'), width: 1 },
              { label: t('retention.breach.contact'), width: 1 },
            ],
            rows: reached.map((one) => [
              one.householdName,
              one.name,
              [one.email, one.phone].filter(Boolean).join('\n') || t('retention.breach.byHand'),
            ]),
          },
        ]),
  ]
  const subtitle = t('retention.breach.sheetLead', { deadlineText: t.instant(deadline) })
  return paperOf(tx, t, { at, title: t('retention.breach.sheet'), subtitle, blocks })
}
