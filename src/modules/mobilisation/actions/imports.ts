import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture } from '../../../kit/gesture.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { readTableFile } from '../../../kit/table-file.ts'
import { orNull } from '../../../kit/input.ts'
import { listTerritories } from '../../caisses/store.ts'
import {
  FILE_FIELDS,
  guessMapping,
  readContactFile,
  type ContactFile,
  type FileContact,
} from '../rules/contact-file.ts'
import { CONTACT_CONSENT, nextFollowUp } from '../rules/outreach.ts'
import { findSameContact, insertContacts } from '../store/contacts.ts'
import { getAction } from '../store/funnel.ts'
import { finishImport, insertImport, mapImport, takeImport, type ContactImport } from '../store/imports.ts'
import { todayOf } from './contacts.ts'
import { STAFF } from './outreach.ts'

export const UploadContacts = z.object({
  name: z.string().trim().max(200),
  file: z.instanceof(Uint8Array),
  actionId: orNull(z.uuid()).default(null),
})

/** Keeps a file of a form tool to be looked at; nothing of it is imported yet. */
export const uploadContacts = gesture(
  'upload_contacts',
  STAFF,
  UploadContacts,
  async (tx, { app, now, about }, { name, file, actionId }) => {
    const table = await readTableFile(file)
    if (actionId) await getAction(tx, actionId)
    const importId = app.newId()
    about(importId)
    await insertImport(
      tx,
      { id: importId, name: name || '–', file, actionId, mapping: guessMapping(table.header) },
      now,
    )
    return { importId }
  },
)

export const MapContacts = z.object({
  importId: z.uuid(),
  mapping: z.partialRecord(z.enum(FILE_FIELDS), z.number().int().min(0).max(200)),
})

export const mapContacts = gesture('map_contacts', STAFF, MapContacts, async (tx, { about }, input) => {
  about(input.importId)
  await takeImport(tx, input.importId)
  await mapImport(tx, input.importId, input.mapping)
})

export type ImportPreview = ContactFile & { header: string[]; fresh: FileContact[]; known: FileContact[] }

/** What the import would do, as it is mapped now. */
export async function previewContacts(
  tx: CaisseTx,
  { file, mapping }: ContactImport,
): Promise<ImportPreview> {
  const table = await readTableFile(new Uint8Array(file))
  const read = readContactFile(table, mapping, await listTerritories(tx))
  const known: FileContact[] = []
  for (const contact of read.contacts) if (await findSameContact(tx, contact)) known.push(contact)
  return { ...read, header: table.header, known, fresh: read.contacts.filter((one) => !known.includes(one)) }
}

/** Those who are new, once every line is right: all of them or none. */
export const importContacts = gesture(
  'import_contacts',
  STAFF,
  z.object({ importId: z.uuid() }),
  async (tx, { app, now, about }, { importId }) => {
    about(importId)
    const found = await takeImport(tx, importId)
    const { problems, fresh } = await previewContacts(tx, found)
    if (problems[0])
      throw new Refusal('contact_file_has_problems', { count: problems.length, lineNumber: problems[0].line })
    if (fresh.length === 0) throw new Refusal('contact_file_brings_nobody')
    const today = await todayOf(tx, now)
    const action = found.actionId ? await getAction(tx, found.actionId) : null
    await insertContacts(
      tx,
      fresh.map((contact) => ({
        givenName: contact.givenName,
        familyName: contact.familyName,
        reach: contact.reach,
        email: contact.email,
        phone: contact.phone,
        language: contact.language,
        id: app.newId(),
        actionId: found.actionId,
        source: action?.kind ?? ('import' as const),
        structureId: action?.structureId ?? null,
        territoryId: contact.territoryId ?? action?.territoryId ?? null,
        metOn: today,
        consent: CONTACT_CONSENT,
        followUpOn: nextFollowUp(today),
      })),
      now,
    )
    await finishImport(tx, importId, { contacts: fresh.length, now })
    return { contacts: fresh.length }
  },
)
