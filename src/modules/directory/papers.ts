import type { CaisseTx } from '../../db/db.ts'
import type { Translate } from '../../kit/i18n/translate.ts'
import type { Paper } from '../../kit/pdf/paper.ts'
import { senderOf } from '../caisses/letterhead.ts'
import { getCaisse } from '../caisses/store.ts'
import { roleWords } from './say-role.ts'
import type { Listed } from './store/book.ts'

/** The address book on paper, for the desk: as it was looked for. */
export async function bookPaper(
  tx: CaisseTx,
  t: Translate,
  at: Date,
  people: readonly Listed[],
): Promise<Paper> {
  const caisse = await getCaisse(tx, tx.caisseId)
  const title = t('directory.paper.title', { nameText: caisse.name })
  return {
    locale: t.locale,
    title,
    sender: await senderOf(tx, caisse),
    footer: t('directory.paper.footer', { whenText: t.instant(at) }),
    at,
    sheets: [
      {
        title,
        subtitle: t('directory.paper.count', { count: people.length }),
        blocks: [
          {
            kind: 'table',
            columns: [
              { label: t('directory.book.name'), width: 3 },
              { label: t('directory.book.roles'), width: 4 },
              { label: t('directory.paper.phone'), width: 2 },
              { label: t('directory.paper.mail'), width: 4 },
            ],
            rows: people.map((one) => [
              one.name,
              [...roleWords(t, one), one.territoryName ?? ''].filter(Boolean).join(' · '),
              one.phone ?? '',
              one.email ?? '',
            ]),
          },
          { kind: 'fine', fine: t('directory.paper.fine') },
        ],
      },
    ],
  }
}
