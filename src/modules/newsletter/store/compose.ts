import type { CaisseTx } from '../../../db/db.ts'
import type { App } from '../../../kit/app.ts'
import { translator } from '../../../kit/i18n/translate.ts'
import { dayAt } from '../../../kit/month.ts'
import { senderOf } from '../../caisses/letterhead.ts'
import { getCaisse } from '../../caisses/store.ts'
import type { Letter, Section } from '../rules/letter.ts'
import { listBlocks, type Block, type Issue } from './letters.ts'
import { itemsOf, type Standing } from './sources.ts'

/** The issue with all that its blocks pull in today. */
export async function composeLetter(tx: CaisseTx, app: App, issue: Issue): Promise<Letter> {
  const caisse = await getCaisse(tx, tx.caisseId)
  const standing: Standing = {
    t: translator(issue.language, { currency: caisse.currency, timeZone: caisse.time_zone }),
    today: dayAt(app.now(), caisse.time_zone),
    timeZone: caisse.time_zone,
    address: app.address,
    slug: caisse.slug,
  }
  const sections: Section[] = []
  for (const block of await listBlocks(tx, issue.id)) {
    const section = await sectionOf(tx, block, standing)
    if (section) sections.push(section)
  }
  const { name, lines = [] } = await senderOf(tx, caisse)
  const base = `${app.address}/c/${caisse.slug}/lettres`
  return {
    number: issue.number,
    title: issue.title,
    summary: issue.summary,
    language: issue.language,
    sections,
    sender: { name, lines: [...lines] },
    href: `${base}/${issue.number}`,
    subscribeHref: `${base}/abonnement`,
  }
}

/** A block whose thing is gone says nothing. */
async function sectionOf(tx: CaisseTx, block: Block, standing: Standing): Promise<Section | null> {
  const { id, kind, title, body, subjectId, picture, alt } = block
  const items = await itemsOf(tx, kind, subjectId, standing)
  const pulls = kind !== 'text' && kind !== 'picture'
  if (pulls && items.length === 0) return null
  return {
    id,
    title,
    text: body,
    picture: picture === null ? null : { sha256: picture.toString('hex'), alt },
    items,
  }
}
