import { z } from 'zod'
import { inCaisse, type CaisseId, type CaisseTx } from '../../../db/db.ts'
import type { App } from '../../../kit/app.ts'
import { isLocale, type Locale } from '../../../kit/i18n/locale.ts'
import { translator, type Translate } from '../../../kit/i18n/translate.ts'
import { dayAt } from '../../../kit/month.ts'
import type { Job } from '../../../kit/module.ts'
import { getCaisse, type Caisse } from '../../caisses/store.ts'
import { queueMail } from '../../identity/outbox.ts'
import {
  dropMessages,
  markMailed,
  putOnPaper,
  takeAnnounced,
  type AnnouncedMessage,
  type Occasion,
} from '../../people/store/messages.ts'
import { defaultText, fillIn, valuesFor, type MessageText } from '../rules/text.ts'
import { recipientsOf, type FoundRecipient } from '../store/recipients.ts'
import { listTexts, messageSetting } from '../store/texts.ts'

const BATCH = 200

/** News that waited longer than this, while the server was off, is not told any more. */
const STALE_DAYS = 7
const DAY = 24 * 60 * 60_000

const Payload = z.object({ caisseId: z.int() })

/** Writes what was announced in a caisse: by mail, or on paper for who has no address. Takes up where it was cut. */
export const deliverMessages: Job = async (app, payload) => {
  const { caisseId } = Payload.parse(payload)
  for (;;) {
    const taken = await inCaisse(app.db, caisseId as CaisseId, (tx) => deliverSome(tx, app))
    if (taken < BATCH) return
  }
}

type Words = { t: Translate; textOf: (occasion: Occasion) => MessageText }

async function deliverSome(tx: CaisseTx, app: App): Promise<number> {
  const announced = await takeAnnounced(tx, BATCH)
  if (announced.length === 0) return 0
  const now = app.now()
  const caisse = await getCaisse(tx, tx.caisseId)
  const today = dayAt(now, caisse.time_zone)
  const { silent } = await messageSetting(tx)
  const recipients = await recipientsOf(
    tx,
    announced.map(({ householdId }) => householdId),
    today,
  )
  const words = await readWords(tx, caisse)
  const dropped: string[] = []
  for (const message of announced) {
    const to = recipients.get(message.householdId)
    const told =
      to &&
      !silent.includes(message.occasion) &&
      message.announcedAt.getTime() > now.getTime() - STALE_DAYS * DAY &&
      (message.occasion === 'leaving' || to.leavesOn === null || to.leavesOn >= today)
    if (told) await tell(tx, app, caisse, message, to, words)
    else dropped.push(message.id)
  }
  await dropMessages(tx, dropped)
  return announced.length
}

/** The caisse's words in each language, ours where it wrote none. */
export async function readWords(tx: CaisseTx, caisse: Caisse): Promise<(language: string) => Words> {
  const own = await listTexts(tx)
  return (language) => {
    const locale: Locale = isLocale(language) ? language : 'fr'
    const t = translator(locale, {
      currency: caisse.currency,
      unit: caisse.unit_name,
      timeZone: caisse.time_zone,
    })
    const textOf = (occasion: Occasion) =>
      own.find((text) => text.occasion === occasion && text.language === locale) ?? defaultText(t, occasion)
    return { t, textOf }
  }
}

async function tell(
  tx: CaisseTx,
  app: App,
  caisse: Caisse,
  { id, occasion, details }: AnnouncedMessage,
  to: FoundRecipient,
  words: (language: string) => Words,
): Promise<void> {
  const { t, textOf } = words(to.language)
  const sender = { caisseName: caisse.name, link: `${app.address}/c/${caisse.slug}/moi` }
  const text = fillIn(textOf(occasion), valuesFor(t, to, sender, details))
  const written = { id, personId: to.personId, language: t.locale }
  if (to.email === null) return putOnPaper(tx, { ...written, ...text })
  await queueMail(tx, app, { to: to.email, subject: text.subject, text: text.body }, tx.caisseId)
  await markMailed(tx, written, app.now())
}
