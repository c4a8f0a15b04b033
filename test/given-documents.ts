import { v7 as uuid } from 'uuid'
import { inCaisse } from '../src/db/db.ts'
import { SYSTEM } from '../src/kit/actor.ts'
import { printPaper } from '../src/kit/pdf/paper.ts'
import { depositDocument } from '../src/modules/documents/actions/deposit.ts'
import type { Audience } from '../src/modules/documents/rules/rights.ts'
import type { TestApp } from './app.ts'
import type { GivenCaisse } from './given.ts'

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

type Changes = {
  title?: string
  description?: string
  audience?: Audience
  groupId?: string
  folderId?: string
  fileName?: string
  file?: Uint8Array
}

/** A text in the library, for the people of the caisse unless told. */
export async function givenDocument(caisse: GivenCaisse, changes: Changes = {}): Promise<string> {
  const { documentId } = await depositDocument(caisse.call(SYSTEM), {
    title: 'Compte rendu de l’assemblée',
    fileName: 'compte-rendu.txt',
    file: bytesOf('Les habitant·es ont parlé des légumes.'),
    audience: 'members',
    ...changes,
  })
  return documentId
}

/** A working group of residents, as far as its own module is not asked. */
export async function givenGroup(
  app: TestApp,
  caisse: GivenCaisse,
  name = 'Groupe épicerie',
): Promise<string> {
  const id = uuid()
  await inCaisse(app.db, caisse.id, (tx) =>
    tx
      .insertInto('working_group')
      .values({
        caisse_id: caisse.id,
        id,
        composition: 'residents',
        name,
        purpose: '',
        status: 'active',
        created_at: app.now(),
      })
      .execute(),
  )
  return id
}

/** A PDF of ours that says one thing. */
export const aPdf = (text: string): Promise<Uint8Array> =>
  printPaper({
    locale: 'fr',
    title: 'Essai',
    sender: { name: 'Caisse d’essai' },
    at: new Date('2026-11-24T10:00:00Z'),
    sheets: [{ title: 'Essai', blocks: [{ kind: 'text', text }] }],
  })

/** Brings a sign-in into a group, by a card of the address book with its address. */
export async function givenGroupMember(
  app: TestApp,
  caisse: GivenCaisse,
  groupId: string,
  accountId: string,
): Promise<void> {
  const { email } = await app.db
    .selectFrom('login_account')
    .select('email')
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  const contactId = uuid()
  await inCaisse(app.db, caisse.id, async (tx) => {
    await tx
      .insertInto('contact')
      .values({
        caisse_id: caisse.id,
        id: contactId,
        given_name: 'Roseline',
        email,
        confirmed_on: '2026-11-01',
        created_at: app.now(),
      })
      .execute()
    await tx
      .insertInto('group_member')
      .values({ caisse_id: caisse.id, group_id: groupId, contact_id: contactId, joined_on: '2026-11-01' })
      .execute()
  })
}
