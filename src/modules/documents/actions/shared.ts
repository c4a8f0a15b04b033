import type { CaisseTx } from '../../../db/db.ts'
import type { Gesture } from '../../../kit/gesture.ts'
import { dayAt } from '../../../kit/month.ts'
import { refuse, Refusal } from '../../../kit/refusal.ts'
import { getCaisse } from '../../caisses/store.ts'
import { refusalToKeep, type Viewer } from '../rules/rights.ts'
import { findDocument, type Document } from '../store/documents.ts'
import { viewerOf } from '../store/viewer.ts'

type Doing = Pick<Gesture, 'actor' | 'now'>

/** Whoever acts; the installation keeps the library as the team does. */
export async function viewerIn(tx: CaisseTx, { actor, now }: Doing): Promise<Viewer> {
  return viewerOf(tx, actor, dayAt(now, (await getCaisse(tx, tx.caisseId)).time_zone))
}

/** A document that whoever acts may change, and that is not in the bin. */
export async function takeDocument(tx: CaisseTx, doing: Doing, id: string): Promise<Document> {
  const document = await findDocument(tx, id)
  if (!document || document.deletedAt !== null) throw new Refusal('unknown_document', {}, 404)
  refuse(refusalToKeep(await viewerIn(tx, doing), document))
  return document
}
