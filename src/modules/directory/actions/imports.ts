import { z } from 'zod'
import type { CaisseTx } from '../../../db/db.ts'
import { gesture, type Gesture } from '../../../kit/gesture.ts'
import { plainName } from '../../../kit/plain-name.ts'
import type { Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { readTableFile, type FileTable } from '../../../kit/table-file.ts'
import { listTerritories } from '../../caisses/store.ts'
import type { LineProblem } from '../../people/rules/household-file/read.ts'
import {
  CONTACT_FIELDS,
  guessContactMapping,
  readContacts,
  type ContactMapping,
  type DraftContact,
} from '../rules/contact-file.ts'
import { sameMail, sameName, samePhone, type Card } from '../rules/duplicates.ts'
import { mergeCards } from '../rules/merge.ts'
import { allCards } from '../store/book.ts'
import { consentsOf, insertConsents } from '../store/consents.ts'
import { ensureContact, insertContacts, insertRoles, takeCard } from '../store/contacts.ts'
import {
  endImport,
  insertContactImport,
  setImportMapping,
  takeContactImport,
  type ContactImport,
} from '../store/imports.ts'
import { addWhatIsNew } from '../store/merge.ts'
import { ensurePartner, listPartners, savePartner, type Partner } from '../store/partners.ts'
import { KEEPERS, todayOf } from './inputs.ts'

export const uploadContacts = gesture(
  'upload_contact_file',
  KEEPERS,
  z.object({ name: z.string().trim().max(200), file: z.instanceof(Uint8Array) }),
  async (tx, { app, actor, now, about }, { name, file }) => {
    await readTableFile(file)
    const importId = app.newId()
    about(importId)
    await insertContactImport(tx, {
      id: importId,
      name: name || '–',
      file,
      by: actor.kind === 'account' ? actor.accountId : null,
      at: now,
    })
    return { importId }
  },
)

const Column = z.number().int().min(0).max(1_000).nullable()

/** Says which column tells what. */
export const mapContacts = gesture(
  'map_contact_file',
  KEEPERS,
  z.object({ importId: z.uuid(), mapping: z.partialRecord(z.enum(CONTACT_FIELDS), Column) }),
  async (tx, { about }, { importId, mapping }) => {
    about(importId)
    await openImport(tx, importId)
    await setImportMapping(tx, importId, mapping)
  },
)

export const dropContacts = gesture(
  'drop_contact_file',
  KEEPERS,
  z.object({ importId: z.uuid() }),
  async (tx, { about }, { importId }) => {
    about(importId)
    await openImport(tx, importId)
    await endImport(tx, importId, null)
  },
)

type Open = ContactImport & { file: Buffer }

async function openImport(tx: CaisseTx, id: string): Promise<Open> {
  const found = await takeContactImport(tx, id)
  if (!found || found.status === 'dropped') throw new Refusal('unknown_import', {}, 404)
  if (found.status === 'done' || !found.file) throw new Refusal('import_done', {}, 409)
  return { ...found, file: found.file }
}

export type ContactFilePreview = {
  table: FileTable
  mapping: ContactMapping
  problems: LineProblem[]
  contacts: DraftContact[]
  /** By line: the card that it completes. */
  known: ReadonlyMap<number, Card>
  newOrganisations: string[]
}

/** What the file would do, as it is mapped now; writes nothing. */
export async function previewContacts(
  tx: CaisseTx,
  { file, mapping: changes }: Pick<Open, 'file' | 'mapping'>,
  today: Day,
): Promise<ContactFilePreview> {
  const table = await readTableFile(new Uint8Array(file))
  const mapping = Object.fromEntries(
    Object.entries({ ...guessContactMapping(table.header), ...changes }).filter(
      ([, column]) => column !== null && column !== undefined && column < table.header.length,
    ),
  ) as ContactMapping
  const names = [mapping.givenName, mapping.familyName, mapping.organisation]
  if (names.every((column) => column === undefined)) throw new Refusal('import_contacts_without_names')
  const territories = await listTerritories(tx)
  const { contacts, problems } = readContacts(table, mapping, { territories, today })
  const partners = new Set((await listPartners(tx, today)).map(({ name }) => plainName(name)))
  const organisations = new Map(
    contacts.flatMap(({ organisation }) => (organisation ? [[plainName(organisation), organisation]] : [])),
  )
  return {
    table,
    mapping,
    problems,
    contacts,
    known: knownCards(await allCards(tx, today), contacts),
    newOrganisations: [...organisations].filter(([plain]) => !partners.has(plain)).map(([, name]) => name),
  }
}

const nameOf = ({ givenName, familyName }: DraftContact): string => `${givenName} ${familyName}`.trim()
const isPerson = (draft: DraftContact): boolean => nameOf(draft) !== ''

/** The same name with the same address or number, and nothing less: others are shown as duplicates, and asked. */
function knownCards(cards: readonly Card[], drafts: readonly DraftContact[]): Map<number, Card> {
  const signs = new Map<string, Card>()
  for (const card of cards) for (const sign of signsOf(card)) signs.set(sign, card)
  const known = new Map<number, Card>()
  for (const draft of drafts) {
    const found = isPerson(draft)
      ? signsOf(asCard(draft)).flatMap((sign) => signs.get(sign) ?? [])[0]
      : undefined
    if (found) known.set(draft.line, found)
  }
  return known
}

const asCard = (draft: DraftContact): Card => ({
  id: '',
  resident: false,
  name: nameOf(draft),
  emails: draft.email ? [draft.email] : [],
  phones: draft.phone ? [draft.phone] : [],
})

const signsOf = ({ name, emails, phones }: Card): string[] => [
  ...emails.map((email) => `${sameName(name)} ${sameMail(email)}`),
  ...phones.map((phone) => `${sameName(name)} ${samePhone(phone)}`),
]

/** All of the file or nothing. */
export const runContacts = gesture(
  'import_contacts',
  KEEPERS,
  z.object({ importId: z.uuid() }),
  async (tx, gesture, { importId }) => {
    gesture.about(importId)
    const found = await openImport(tx, importId)
    const today = await todayOf(tx, gesture)
    const preview = await previewContacts(tx, found, today)
    if (preview.problems[0])
      throw new Refusal('import_has_problems', {
        count: preview.problems.length,
        lineNumber: preview.problems[0].line,
      })
    const partners = await partnersOf(tx, gesture, preview, today)
    const people = preview.contacts.filter(isPerson)
    const ids = new Map<number, string>()
    const firsts = new Map<string, string>()
    const fresh: DraftContact[] = []
    for (const draft of people) {
      // A line of the file may complete an earlier one.
      const signs = signsOf(asCard(draft))
      const id = preview.known.get(draft.line)?.id ?? signs.flatMap((sign) => firsts.get(sign) ?? [])[0]
      ids.set(draft.line, id ?? gesture.app.newId())
      if (!id) fresh.push(draft)
      for (const sign of signs) if (!firsts.has(sign)) firsts.set(sign, ids.get(draft.line)!)
    }
    await insertContacts(
      tx,
      fresh.map((draft) => ({ ...draft, id: ids.get(draft.line)! })),
      { now: gesture.now, today },
    )
    for (const draft of people)
      if (!fresh.includes(draft)) await complete(tx, gesture, ids.get(draft.line)!, draft, today)
    await insertRoles(
      tx,
      people
        .filter(({ role, organisation }) => role || organisation)
        .map((draft) => ({
          id: gesture.app.newId(),
          contactId: ids.get(draft.line)!,
          role: draft.role ?? ('partner' as const),
          partnerId: draft.organisation ? partners.get(plainName(draft.organisation))!.id : null,
          title: draft.title,
          workingPercent: null,
          territoryId: draft.territoryId,
          fromOn: today,
        })),
    )
    await agree(tx, gesture, people, ids)
    await endImport(tx, importId, people.length)
    return { contacts: people.length }
  },
)

/** The organisations that the file names, those that were not there yet included. */
async function partnersOf(
  tx: CaisseTx,
  { app, now }: Gesture,
  { contacts, newOrganisations }: ContactFilePreview,
  today: Day,
): Promise<Map<string, Partner>> {
  for (const name of newOrganisations) {
    // A line that names no person tells how the organisation itself is reached.
    const own = contacts.find((draft) => draft.organisation === name && !isPerson(draft))
    await savePartner(
      tx,
      { id: app.newId(), source: 'own', now },
      {
        kind: 'other',
        name,
        email: own?.email ?? null,
        phone: own?.phone ?? null,
        website: null,
        address: '',
        tags: own?.tags ?? [],
        territoryIds: own?.territoryId ? [own.territoryId] : [],
        endedOn: null,
      },
    )
  }
  const named = new Set(
    contacts.flatMap(({ organisation }) => (organisation ? [plainName(organisation)] : [])),
  )
  const partners = (await listPartners(tx, today)).filter(({ name }) => named.has(plainName(name)))
  for (const partner of partners) await ensurePartner(tx, partner, now)
  return new Map(partners.map((partner) => [plainName(partner.name), partner]))
}

/** What the line says besides what the card knows. */
async function complete(
  tx: CaisseTx,
  { now }: Gesture,
  id: string,
  draft: DraftContact,
  today: Day,
): Promise<void> {
  await ensureContact(tx, id, { now, today })
  const card = (await takeCard(tx, id))!
  const line = {
    ...card,
    id: '',
    resident: false,
    name: nameOf(draft),
    email: draft.email,
    phone: draft.phone,
    otherNames: [],
    otherEmails: [],
    otherPhones: [],
    territoryId: draft.territoryId,
    tags: draft.tags,
    confirmedOn: today,
  }
  await addWhatIsNew(tx, id, mergeCards(card, line))
}

/** A yes to the newsletter, unless they took one back on that day or later. */
async function agree(
  tx: CaisseTx,
  { app }: Gesture,
  people: readonly DraftContact[],
  ids: ReadonlyMap<number, string>,
): Promise<void> {
  for (const { line, newsletterOn } of people) {
    if (!newsletterOn) continue
    const contactId = ids.get(line)!
    const earlier = (await consentsOf(tx, contactId)).filter(({ purpose }) => purpose === 'newsletter')
    const said = earlier.some(
      ({ withdrawnAt }) => withdrawnAt === null || withdrawnAt.toISOString().slice(0, 10) >= newsletterOn,
    )
    if (said) continue
    await insertConsents(tx, [
      {
        id: app.newId(),
        contactId,
        purpose: 'newsletter',
        givenOn: newsletterOn,
        source: 'paper',
        untilOn: null,
      },
    ])
  }
}
