import type { CaisseTx } from '../../db/db.ts'
import type { Translate } from '../../kit/i18n/translate.ts'
import type { Day } from '../../kit/month.ts'
import type { Block, Paper } from '../../kit/pdf/paper.ts'
import { senderOf } from '../caisses/letterhead.ts'
import { getCaisse } from '../caisses/store.ts'
import { isRequired } from './rules.ts'
import { listSteps, nextByKind } from './store.ts'

/** The path on one sheet, to hand out and to tick: each step, the next time it is offered, and its other way. */
export async function pathPaper(tx: CaisseTx, t: Translate, at: Date, today: Day): Promise<Paper> {
  const caisse = await getCaisse(tx, tx.caisseId)
  const coming = await nextByKind(tx, at)
  const blocks = (await listSteps(tx, today)).flatMap((step, i): Block[] => {
    const next = coming.find(({ kind }) => kind === step.meetingKind)
    const facts: [string, string][] = [
      [
        t('learning.paper.asked'),
        isRequired(step, today)
          ? t('learning.step.required', { numberText: String(step.decisionNumber), day: step.requiredFrom! })
          : t('learning.step.offered'),
      ],
      ...(next
        ? [[t('learning.paper.next'), `${t.instant(next.startsAt)}, ${next.placeName}`] as [string, string]]
        : []),
      [t('learning.field.otherWay'), step.otherWay],
    ]
    return [
      { kind: 'heading', heading: `☐ ${i + 1}. ${step.title}` },
      ...(step.purpose ? [{ kind: 'text', text: step.purpose } as const] : []),
      { kind: 'facts', facts },
    ]
  })
  const title = t('learning.paper.title')
  return {
    locale: t.locale,
    title,
    sender: await senderOf(tx, caisse),
    footer: t('learning.paper.footer', { day: today }),
    at,
    sheets: [
      {
        title,
        subtitle: caisse.name,
        blocks: [...blocks, { kind: 'notice', notice: t('learning.own.otherText') }],
      },
    ],
  }
}
