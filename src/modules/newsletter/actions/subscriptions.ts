import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import type { App } from '../../../kit/app.ts'
import { gesture, InputError } from '../../../kit/gesture.ts'
import { LOCALES } from '../../../kit/i18n/locale.ts'
import { translator } from '../../../kit/i18n/translate.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { orNull } from '../../../kit/input.ts'
import { getCaisse, listTerritories } from '../../caisses/store.ts'
import { queueMail } from '../../identity/outbox.ts'
import {
  findByEmail,
  findSubscriber,
  insertAsked,
  setActive,
  setAskedAgain,
  setLeft,
  type Subscriber,
} from '../store/subscribers.ts'
import { leaveHref, subscriberToken } from '../tokens.ts'
import { Asking, Email, Lines, TEAM } from './input.ts'

export const AskForLetter = Asking.extend({ email: Email, language: z.enum(LOCALES).default('fr') })

/**
 * Somebody typed an address on the public page: its mailbox is asked for the yes. The page says the same whether the
 * address was known, so that it tells nobody who reads the letter.
 */
export const askForLetter = gesture('ask_for_letter', TEAM, AskForLetter, async (tx, { app, now }, input) => {
  const known = await findByEmail(tx, input.email)
  if (known?.status === 'active') return tellKnown(tx, app, known, input.language)
  const id = known?.id ?? app.newId()
  const asked = { ...input, territoryId: await knownTerritory(tx, input.territoryId) }
  if (known) await setAskedAgain(tx, id, asked, now)
  else await insertAsked(tx, { ...asked, id, address: '', source: 'web' }, now, null)
  const { name, slug } = await getCaisse(tx, tx.caisseId)
  const t = translator(input.language)
  const href = `${app.address}/c/${slug}/lettres/abonnement/${subscriberToken(app, 'confirm', tx.caisseId, id)}`
  await queueMail(
    tx,
    app,
    {
      to: input.email,
      subject: t('newsletter.confirmMail.subject', { nameText: name }),
      text: t('newsletter.confirmMail.text', { nameText: name, hrefText: href }),
    },
    tx.caisseId,
  )
  return undefined
})

async function tellKnown(tx: CaisseTx, app: App, known: Subscriber, language: 'fr' | 'en'): Promise<void> {
  const { name, slug } = await getCaisse(tx, tx.caisseId)
  const t = translator(language)
  const href = leaveHref(app, slug, tx.caisseId, known.id)
  await queueMail(
    tx,
    app,
    {
      to: known.email!,
      subject: t('newsletter.knownMail.subject', { nameText: name }),
      text: t('newsletter.knownMail.text', { nameText: name, hrefText: href }),
    },
    tx.caisseId,
  )
}

/** A territory of this caisse, or none. */
async function knownTerritory(tx: CaisseTx, id: string | null): Promise<string | null> {
  return (await listTerritories(tx)).find((territory) => territory.id === id)?.id ?? null
}

const One = z.object({ subscriberId: z.uuid() })

/** The mailbox said yes: by a button, since programs follow links by themselves. */
export const confirmLetter = gesture(
  'confirm_letter',
  TEAM,
  One,
  async (tx, { now, about }, { subscriberId }) => {
    about(subscriberId)
    const known = await findSubscriber(tx, subscriberId)
    if (!known || known.status === 'left') throw new Refusal('letter_link_over', {}, 404)
    if (known.status !== 'active') await setActive(tx, subscriberId, now)
  },
)

/** Done at once, as often as it is asked, even in a caisse that ended. */
export const leaveLetter = gesture(
  'leave_letter',
  TEAM,
  One.extend({ by: z.enum(['page', 'one_click', 'desk']) }),
  async (tx, { now, about }, { subscriberId, by }) => {
    about(subscriberId)
    const known = await findSubscriber(tx, subscriberId)
    if (!known && by === 'desk') throw new Refusal('letter_link_over', {}, 404)
    if (known && known.status !== 'left') await setLeft(tx, subscriberId, now, by)
  },
  { inArchive: true },
)

export const SubscribeAtDesk = Asking.extend({
  email: orNull(Email).default(null),
  address: Lines(300).default(''),
  signed: z.string().refine((ticked) => ticked === 'yes', 'letter_signed'),
})

/** Somebody signed on paper: their yes is dated, no mailbox is asked again. Without an address of mail they get paper. */
export const subscribeAtDesk = gesture(
  'subscribe_at_desk',
  TEAM,
  SubscribeAtDesk,
  async (tx, { app, now, about }, input) => {
    if (input.email === null && input.name === '')
      throw new InputError([{ field: 'name', message: 'required' }])
    const known = input.email === null ? undefined : await findByEmail(tx, input.email)
    if (known?.status === 'active') throw new Refusal('letter_known', { emailText: input.email! }, 409)
    const asked = { ...input, territoryId: await knownTerritory(tx, input.territoryId) }
    const id = known?.id ?? app.newId()
    about(id)
    if (known) {
      await setAskedAgain(tx, id, asked, now)
      await setActive(tx, id, now)
    } else await insertAsked(tx, { ...asked, id, source: 'desk' }, now, now)
    return { subscriberId: id }
  },
)
