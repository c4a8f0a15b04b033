import { z } from 'zod'
import type { CaisseTx } from '../../db/db.ts'
import { gesture, InputError, lockCaisse } from '../../kit/gesture.ts'
import { Amount, PositiveAmount } from '../../kit/money.ts'
import { DayValue, MonthValue } from '../../kit/month.ts'
import { Refusal } from '../../kit/refusal.ts'
import { forgetFile, storeFile } from '../documents/files.ts'
import { awardGrant, today } from '../treasury/actions.ts'
import { findGrant } from '../treasury/store.ts'
import {
  deleteMention,
  findApplication,
  insertReport,
  keepApplication,
  keepMention,
  setReportDone,
  setRunningCost,
  USES,
  type Application,
} from './store.ts'

/** Who asks for money, and reads the odds. */
export const FUNDRAISERS = ['coordinator', 'treasurer', 'administrator'] as const

const Words = z.string().trim().max(200)
const OptionalDay = z.union([z.literal('').transform(() => null), z.null(), DayValue])

const Asked = z
  .object({
    funder: Words.min(1),
    purpose: Words.default(''),
    asked: PositiveAmount,
    fromMonth: MonthValue,
    untilMonth: MonthValue,
    deadlineOn: OptionalDay.default(null),
    expectedOn: DayValue,
    odds: z.enum(['likely', 'hoped']),
  })
  .refine(({ fromMonth, untilMonth }) => fromMonth <= untilMonth, {
    path: ['untilMonth'],
    message: 'ends_before_it_begins',
  })

/** What the caisse asks, or is about to ask, of a funder. */
export const noteApplication = gesture(
  'note_grant_application',
  FUNDRAISERS,
  Asked,
  async (tx, { app, now, about }, { asked, ...application }) => {
    const applicationId = app.newId()
    about(applicationId)
    const fresh = { status: 'preparing', answeredOn: null, grantId: null } as const
    await keepApplication(tx, { id: applicationId, askedCents: asked, ...application, ...fresh }, now)
    return { applicationId }
  },
)

export const changeApplication = gesture(
  'change_grant_application',
  FUNDRAISERS,
  z.object({ applicationId: z.uuid() }).and(Asked),
  async (tx, { now, about }, { applicationId, asked, ...changes }) => {
    about(applicationId)
    const open = await takeOpen(tx, applicationId)
    await keepApplication(tx, { ...open, ...changes, askedCents: asked }, now)
  },
)

/** It left, or the caisse thought better of it. */
export const moveApplication = gesture(
  'move_grant_application',
  FUNDRAISERS,
  z.object({ applicationId: z.uuid(), status: z.enum(['preparing', 'sent', 'dropped']) }),
  async (tx, { now, about }, { applicationId, status }) => {
    about(applicationId)
    await keepApplication(tx, { ...(await takeOpen(tx, applicationId)), status }, now)
  },
)

export const noteRefusal = gesture(
  'note_grant_refusal',
  FUNDRAISERS,
  z.object({ applicationId: z.uuid(), answeredOn: DayValue }),
  async (tx, { now, about }, { applicationId, answeredOn }) => {
    about(applicationId)
    const open = await takeOpen(tx, applicationId)
    await refuseFuture(tx, answeredOn, now)
    await keepApplication(tx, { ...open, status: 'refused', answeredOn }, now)
  },
)

/** The funder says yes: from now on it is a grant of the treasury, with its money expected in one go until planned better. */
export const noteAward = gesture(
  'note_grant_award',
  FUNDRAISERS,
  z.object({
    applicationId: z.uuid(),
    answeredOn: DayValue,
    promised: PositiveAmount,
    signed: z.boolean(),
  }),
  async (tx, { app, now, about }, { applicationId, answeredOn, promised, signed }) => {
    about(applicationId)
    await lockCaisse(tx, 'treasury')
    const open = await takeOpen(tx, applicationId)
    await refuseFuture(tx, answeredOn, now)
    const { funder, purpose, expectedOn } = open
    const grantId = app.newId()
    await awardGrant(
      tx,
      { id: grantId, funder, purpose, promisedCents: promised, awardedOn: answeredOn, signed },
      [{ expectedOn, amountCents: promised }],
    )
    await keepApplication(tx, { ...open, status: 'granted', answeredOn, grantId }, now)
    return { grantId }
  },
)

async function takeOpen(tx: CaisseTx, id: string): Promise<Application> {
  const application = await findApplication(tx, id)
  if (!application) throw new Refusal('unknown_application', {}, 404)
  if (application.status === 'granted' || application.status === 'refused')
    throw new Refusal('application_answered', {}, 409)
  return application
}

async function refuseFuture(tx: CaisseTx, day: string, now: Date): Promise<void> {
  if (day > (await today(tx, now))) throw new InputError([{ field: 'answeredOn', message: 'in_future' }])
}

/** What a month costs besides allocations. */
export const changeRunningCost = gesture(
  'change_running_cost',
  FUNDRAISERS,
  z.object({ running: Amount }),
  async (tx, _, { running }) => setRunningCost(tx, running),
)

export const planReport = gesture(
  'plan_grant_report',
  FUNDRAISERS,
  z.object({ grantId: z.uuid(), title: Words.min(1), dueOn: DayValue }),
  async (tx, { app, about }, { grantId, title, dueOn }) => {
    if (!(await findGrant(tx, grantId))) throw new Refusal('unknown_grant', {}, 404)
    const reportId = app.newId()
    about(reportId)
    await insertReport(tx, { id: reportId, grantId, title, dueOn })
    return { reportId }
  },
)

export const giveReport = gesture(
  'give_grant_report',
  FUNDRAISERS,
  z.object({ reportId: z.uuid() }),
  async (tx, { now, about }, { reportId }) => {
    about(reportId)
    if (!(await setReportDone(tx, reportId, await today(tx, now))))
      throw new Refusal('unknown_report', {}, 404)
  },
)

export const nameFunder = gesture(
  'name_funder',
  FUNDRAISERS,
  z
    .object({
      funder: Words.min(1),
      mention: z.string().trim().min(1).max(300),
      website: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(300)]).default(''),
      logo: z
        .instanceof(Uint8Array<ArrayBufferLike>)
        .nullable()
        .default(null),
      logoAlt: Words.default(''),
      uses: z.array(z.enum(USES)).min(1),
      fromOn: DayValue,
      untilOn: OptionalDay.default(null),
    })
    .refine(({ logo, logoAlt }) => logo === null || logoAlt !== '', {
      path: ['logoAlt'],
      message: 'required',
    })
    .refine(({ fromOn, untilOn }) => untilOn === null || fromOn <= untilOn, {
      path: ['untilOn'],
      message: 'ends_before_it_begins',
    }),
  async (tx, { app, now, about }, { logo, ...mention }) => {
    const mentionId = app.newId()
    about(mentionId)
    const kept = logo && (await storeFile(tx, now, logo))
    if (kept && kept.mediaType !== 'image/webp') throw new Refusal('picture_unreadable')
    await keepMention(tx, { id: mentionId, ...mention, logo: kept?.sha256 ?? null })
    return { mentionId }
  },
)

export const forgetFunder = gesture(
  'forget_funder',
  FUNDRAISERS,
  z.object({ mentionId: z.uuid() }),
  async (tx, { about }, { mentionId }) => {
    about(mentionId)
    const logo = await deleteMention(tx, mentionId)
    if (logo === undefined) throw new Refusal('unknown_mention', {}, 404)
    if (logo) await forgetFile(tx, logo)
  },
)
