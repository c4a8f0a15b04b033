import { z } from 'zod'
import { ROLES } from '../../../kit/actor.ts'
import { gesture } from '../../../kit/gesture.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { LIBRARIANS } from '../rules/rights.ts'
import { findDocument, setDeleted } from '../store/documents.ts'
import { takeDocument } from './shared.ts'

/** How long what was taken away can be put back. */
export const BIN_DAYS = 30

/** Takes a document off the shelves: nobody reads it any more, and the team can still put it back. */
export const removeDocument = gesture(
  'remove_document',
  ROLES,
  z.object({ documentId: z.uuid() }),
  async (tx, { about, ...doing }, { documentId }) => {
    about(documentId)
    const { folderId } = await takeDocument(tx, doing, documentId)
    const by = doing.actor.kind === 'account' ? doing.actor.accountId : null
    await setDeleted(tx, documentId, { at: doing.now, by })
    return { folderId }
  },
)

export const putBackDocument = gesture(
  'put_back_document',
  LIBRARIANS,
  z.object({ documentId: z.uuid() }),
  async (tx, { about }, { documentId }) => {
    about(documentId)
    const document = await findDocument(tx, documentId)
    if (!document || document.deletedAt === null) throw new Refusal('unknown_document', {}, 404)
    await setDeleted(tx, documentId, null)
  },
)
