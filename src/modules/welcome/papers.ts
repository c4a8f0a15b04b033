import type { CaisseTx } from '../../db/db.ts'
import type { Translate } from '../../kit/i18n/translate.ts'
import { isLocale } from '../../kit/i18n/locale.ts'
import { translator } from '../../kit/i18n/translate.ts'
import { addDays, dayAt } from '../../kit/month.ts'
import type { Paper } from '../../kit/pdf/paper.ts'
import { senderOf } from '../caisses/letterhead.ts'
import { getCaisse, type Caisse } from '../caisses/store.ts'
import type { BatchMessage } from '../people/store/messages.ts'

/** Days after which a list with names is destroyed. */
const LIST_KEPT_DAYS = 14

/** The letters of a batch: one sheet each, in the language of whoever reads it. */
export async function lettersPaper(
  tx: CaisseTx,
  t: Translate,
  letters: readonly BatchMessage[],
): Promise<Paper> {
  const caisse = await getCaisse(tx, tx.caisseId)
  const { handledAt } = letters[0]!
  return {
    locale: t.locale,
    title: t('messages.paper.letters'),
    sender: await senderOf(tx, caisse),
    at: handledAt,
    sheets: letters.map((letter) => ({
      lang: isLocale(letter.language) ? letter.language : 'fr',
      recipient: [
        `${letter.givenName} ${letter.familyName}`.trim(),
        ...(letter.territoryName ? [letter.territoryName] : []),
      ],
      place: wordsFor(caisse, letter.language).day(dayAt(letter.handledAt, caisse.time_zone)),
      title: letter.subject,
      blocks: letter.body.split(/\n{2,}/).map((text) => ({ kind: 'text', text }) as const),
    })),
  }
}

const wordsFor = (caisse: Caisse, language: string): Translate =>
  translator(isLocale(language) ? language : 'fr', { timeZone: caisse.time_zone })

/** Whom to call and what to say, with the day by which the list is destroyed. */
export async function callListPaper(
  tx: CaisseTx,
  t: Translate,
  calls: readonly BatchMessage[],
): Promise<Paper> {
  const caisse = await getCaisse(tx, tx.caisseId)
  const { handledAt } = calls[0]!
  const day = addDays(dayAt(handledAt, caisse.time_zone), LIST_KEPT_DAYS)
  const destroy = t('messages.paper.destroy', { day })
  return {
    locale: t.locale,
    title: t('messages.paper.calls'),
    sender: await senderOf(tx, caisse),
    footer: destroy,
    at: handledAt,
    sheets: [
      {
        title: t('messages.paper.calls'),
        blocks: [
          { kind: 'notice', notice: destroy },
          { kind: 'text', text: t('messages.paper.callsLead') },
          {
            kind: 'table',
            columns: [
              { label: t('messages.paper.name') },
              { label: t('messages.paper.phone') },
              { label: t('messages.paper.message'), width: 1 },
              { label: t('messages.paper.done') },
            ],
            rows: calls.map((call) => [
              `${call.givenName} ${call.familyName}`.trim(),
              call.phone ?? '',
              `${call.subject}\n${call.body.replace(/\n{2,}/g, '\n')}`,
              '☐',
            ]),
          },
        ],
      },
    ],
  }
}
