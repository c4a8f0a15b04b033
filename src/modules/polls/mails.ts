import type { CaisseTx } from '../../db/db.ts'
import type { App } from '../../kit/app.ts'
import { isLocale, type Locale } from '../../kit/i18n/locale.ts'
import { translator, type Translate } from '../../kit/i18n/translate.ts'
import { getCaisse } from '../caisses/store.ts'
import { queueMail } from '../identity/outbox.ts'
import { pollPath, voiceKey } from './secrets.ts'
import type { NewVoice, Poll } from './store.ts'

const localeOf = (language: string): Locale => (isLocale(language) ? language : 'fr')

type Written = { t: Translate; link: string; caisseText: string; closing: string }

async function written(
  tx: CaisseTx,
  app: App,
  { poll, voiceId, language }: { poll: Poll; voiceId: string; language: string },
): Promise<Written> {
  const { name, slug, time_zone: timeZone } = await getCaisse(tx, tx.caisseId)
  const t = translator(localeOf(language), { timeZone })
  return {
    t,
    link: `${app.address}${pollPath(slug, poll.token)}/reponse/${voiceKey(app, voiceId)}`,
    caisseText: name,
    closing: t.instant(new Date(poll.closesAt.getTime() - 60_000)),
  }
}

/** Somebody is asked, or reminded, with the link that is theirs. */
export async function mailPoll(
  tx: CaisseTx,
  app: App,
  { poll, voice, occasion }: { poll: Poll; voice: NewVoice; occasion: 'asked' | 'reminder' },
): Promise<void> {
  const { t, link, caisseText, closing } = await written(tx, app, {
    poll,
    voiceId: voice.id,
    language: voice.language,
  })
  const params = {
    titleText: poll.title,
    caisseText,
    linkText: link,
    closingText: closing,
    descriptionText: poll.description === '' ? '' : `\n${poll.description}\n`,
  }
  await queueMail(
    tx,
    app,
    {
      to: voice.email!,
      subject: t(`polls.mail.${occasion}.subject`, params),
      text: t(`polls.mail.${occasion}.text`, params),
    },
    tx.caisseId,
  )
}

/** Their way back to what they answered. Nothing that was typed on the page is in it: it may go to a stranger. */
export async function mailOwnLink(
  tx: CaisseTx,
  app: App,
  { poll, voiceId, to, language }: { poll: Poll; voiceId: string; to: string; language: string },
): Promise<void> {
  const { t, link, caisseText, closing } = await written(tx, app, { poll, voiceId, language })
  const params = { titleText: poll.title, caisseText, linkText: link, closingText: closing }
  await queueMail(
    tx,
    app,
    { to, subject: t('polls.mail.own.subject', params), text: t('polls.mail.own.text', params) },
    tx.caisseId,
  )
}
