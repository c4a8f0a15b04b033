import type { CaisseTx } from '../../db/db.ts'
import { isLocale } from '../../kit/i18n/locale.ts'
import { translator } from '../../kit/i18n/translate.ts'
import { dayAt, type Day } from '../../kit/month.ts'
import type { Paper } from '../../kit/pdf/paper.ts'
import { paperWords, senderOf } from '../caisses/letterhead.ts'
import { getCaisse } from '../caisses/store.ts'
import type { Contact } from './store/contacts.ts'

/** Whom to call, with boxes to tick, and the day by which the sheet is destroyed. */
export async function callListPaper(
  tx: CaisseTx,
  contacts: readonly Contact[],
  { at, destroyOn }: { at: Date; destroyOn: Day },
): Promise<Paper> {
  const caisse = await getCaisse(tx, tx.caisseId)
  const t = paperWords(caisse)
  const destroy = t('mobilisation.paper.destroy', { day: destroyOn })
  return {
    locale: 'fr',
    title: t('mobilisation.paper.calls'),
    sender: await senderOf(tx, caisse),
    footer: destroy,
    at,
    sheets: [
      {
        title: t('mobilisation.paper.callsTitle', { count: contacts.length }),
        subtitle: destroy,
        blocks: [
          { kind: 'text', text: t('mobilisation.paper.callsText') },
          {
            kind: 'table',
            columns: [
              { label: t('mobilisation.paper.name'), width: 2 },
              { label: t('mobilisation.paper.phone'), width: 2 },
              { label: t('mobilisation.paper.language') },
              { label: t('mobilisation.paper.where'), width: 1.5 },
              { label: t('mobilisation.paper.reached') },
              { label: t('mobilisation.paper.comes') },
            ],
            rows: contacts.map((one) => [
              one.name!,
              one.phone!,
              one.language,
              one.territoryName ?? '',
              '[    ]',
              '[    ]',
            ]),
          },
        ],
      },
    ],
  }
}

/** For those who wish to be told by hand: a letter each, in their language where we speak it. */
export async function invitationLetters(
  tx: CaisseTx,
  contacts: readonly Contact[],
  { at, subject, text }: { at: Date; subject: string; text: string },
): Promise<Paper> {
  const caisse = await getCaisse(tx, tx.caisseId)
  const today = dayAt(at, caisse.time_zone)
  return {
    locale: 'fr',
    title: subject,
    sender: await senderOf(tx, caisse),
    at,
    sheets: contacts.map(({ name, language, territoryName }) => {
      const lang = isLocale(language) ? language : 'fr'
      return {
        lang,
        recipient: [name!, ...(territoryName ? [territoryName] : [])],
        place: translator(lang, { timeZone: caisse.time_zone }).day(today),
        title: subject,
        blocks: text.split(/\n{2,}/).map((paragraph) => ({ kind: 'text', text: paragraph }) as const),
      }
    }),
  }
}
