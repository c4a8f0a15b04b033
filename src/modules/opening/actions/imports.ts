import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture, type Gesture } from '../../../kit/gesture.ts'
import { DayValue } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { readTableFile } from '../../../kit/table-file.ts'
import { getCaisse } from '../../caisses/store.ts'
import {
  bringsMoney,
  HouseholdFile,
  previewHouseholdFile,
  writeImported,
  type HouseholdFilePreview,
} from '../../contributions/actions/import.ts'
import { requireTwoSignatures, sign, signAsPreparer } from '../../identity/approvals.ts'
import { FIELDS } from '../../people/rules/household-file/columns.ts'
import { insertImport, setImport, takeImport, type HouseholdImport } from '../store/imports.ts'

export const IMPORT = 'household_import'

/** Whoever may see what each household contributes. */
const DESK = ['coordinator'] as const
const SIGNERS = ['coordinator', 'treasurer'] as const

export const UploadFile = z.object({ name: z.string().trim().max(200), file: z.instanceof(Uint8Array) })

/** Keeps a file to be looked at; nothing of it is imported yet. */
export const uploadFile = gesture(
  'upload_household_file',
  DESK,
  UploadFile,
  async (tx, gesture, { name, file }) => {
    const { app, actor, now, about } = gesture
    await readTableFile(file)
    const importId = app.newId()
    about(importId)
    await insertImport(
      tx,
      { id: importId, name: name || '–', file },
      { by: actor.kind === 'account' ? actor.accountId : null, at: now },
    )
    return { importId }
  },
)

export const MapFile = z.object({
  importId: z.uuid(),
  mapping: z.partialRecord(z.enum(FIELDS), z.number().int().min(0).max(1_000).nullable()),
  enteredOn: DayValue.nullable(),
})

/** Says which column tells what. */
export const mapFile = gesture('map_household_file', DESK, MapFile, async (tx, { about }, input) => {
  const { importId, mapping, enteredOn } = input
  about(importId)
  await openImport(tx, importId)
  await setImport(tx, importId, { status: 'read', mapping, enteredOn })
})

export const dropImport = gesture(
  'drop_household_file',
  DESK,
  z.object({ importId: z.uuid() }),
  async (tx, { about }, { importId }) => {
    about(importId)
    await openImport(tx, importId)
    await setImport(tx, importId, { status: 'dropped' })
  },
)

type Open = HouseholdImport & { file: Buffer }

async function openImport(tx: CaisseTx, id: string): Promise<Open> {
  const found = await takeImport(tx, id)
  if (!found || found.status === 'dropped') throw new Refusal('unknown_import', {}, 404)
  if (found.status === 'done' || !found.file) throw new Refusal('import_done', {}, 409)
  return { ...found, file: found.file }
}

/** What the import would do, as it is mapped now. */
export const previewImport = (
  tx: CaisseTx,
  { file, mapping, enteredOn }: Pick<Open, 'file' | 'mapping' | 'enteredOn'>,
  now: Date,
): Promise<HouseholdFilePreview> =>
  previewHouseholdFile(tx, HouseholdFile.parse({ file: new Uint8Array(file), mapping, enteredOn }), now)

const Asked = { importId: z.uuid(), namesakesAreOthers: z.boolean().default(false) }

async function readyToImport(
  tx: CaisseTx,
  found: Open,
  namesakesAreOthers: boolean,
  { now }: Gesture,
): Promise<HouseholdFilePreview['households']> {
  const { households, problems, duplicates } = await previewImport(tx, found, now)
  if (problems[0])
    throw new Refusal('import_has_problems', { count: problems.length, lineNumber: problems[0].line })
  if (duplicates[0] && !namesakesAreOthers)
    throw new Refusal('import_has_namesakes', { count: duplicates.length, nameText: duplicates[0].name })
  if (households.length === 0) throw new Refusal('import_is_empty')
  return households
}

/** A file that brings rights to spend: one proposes it, another imports it. */
export const proposeImport = gesture(
  'propose_import',
  SIGNERS,
  z.object(Asked),
  async (tx, gesture, input) => {
    const { app, actor, now, about } = gesture
    about(input.importId)
    const found = await openImport(tx, input.importId)
    await readyToImport(tx, found, input.namesakesAreOthers, gesture)
    const proposalId = app.newId()
    const digest = createHash('sha256')
      .update(JSON.stringify([tx.caisseId, proposalId, found.mapping, found.enteredOn]))
      .update(found.file)
      .digest()
    await setImport(tx, found.id, { status: 'proposed', proposalId, digest })
    await signAsPreparer(tx, actor, { kind: IMPORT, id: proposalId, digest }, now)
  },
)

export const RunImport = z.object({ ...Asked, digest: z.string().regex(/^([0-9a-f]{64})?$/) })

/** All of the file or nothing; two people where it brings rights. */
export const runImport = gesture('run_import', SIGNERS, RunImport, async (tx, gesture, input) => {
  const { actor, now, about } = gesture
  about(input.importId)
  const found = await openImport(tx, input.importId)
  const households = await readyToImport(
    tx,
    found,
    input.namesakesAreOthers || found.status === 'proposed',
    gesture,
  )
  const { practice } = await getCaisse(tx, tx.caisseId)
  if (bringsMoney(households) && !practice) {
    const { proposalId, digest } = found
    if (!proposalId || !digest) throw new Refusal('import_not_proposed', {}, 409)
    const subject = { kind: IMPORT, id: proposalId, digest }
    await sign(tx, actor, subject, { seen: Buffer.from(input.digest, 'hex'), now })
    await requireTwoSignatures(tx, subject, now)
  }
  const written = await writeImported(tx, gesture, households)
  await setImport(tx, found.id, { status: 'done', at: now, households: written.households })
  return written
})
