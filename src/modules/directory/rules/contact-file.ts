import { Refusal } from '../../../kit/refusal.ts'
import type { Day } from '../../../kit/month.ts'
import type { FileTable } from '../../../kit/table-file.ts'
import { isPlainText } from '../../../kit/input.ts'
import { readDay, readPhone } from '../../people/rules/household-file/cells.ts'
import { bare, guessColumns, HEADINGS as OF_HOUSEHOLDS } from '../../people/rules/household-file/columns.ts'
import type { LineProblem } from '../../people/rules/household-file/read.ts'
import { EMAIL, PHONE, spelledPlainly } from '../../people/rules/text.ts'
import type { ContactRole } from './words.ts'

/** What a line of a list of contacts may say. */
export const CONTACT_FIELDS = [
  'givenName',
  'familyName',
  'email',
  'phone',
  'organisation',
  'role',
  'title',
  'territory',
  'tags',
  'newsletterOn',
] as const
export type ContactField = (typeof CONTACT_FIELDS)[number]

export type ContactMapping = Readonly<Partial<Record<ContactField, number>>>

const HEADINGS: Record<ContactField, readonly string[]> = {
  givenName: OF_HOUSEHOLDS.givenName,
  familyName: [...OF_HOUSEHOLDS.familyName, 'nometprenom', 'prenometnom', 'name', 'fullname'],
  email: OF_HOUSEHOLDS.email,
  phone: OF_HOUSEHOLDS.phone,
  organisation: [
    'organisation',
    'organisme',
    'structure',
    'association',
    'entreprise',
    'organization',
    'company',
  ],
  role: ['role', 'roles', 'categorie', 'qualite', 'type'],
  title: ['fonction', 'poste', 'mission', 'title', 'jobtitle', 'position'],
  territory: OF_HOUSEHOLDS.territory,
  tags: ['etiquettes', 'etiquette', 'motscles', 'groupes', 'groupe', 'tags', 'labels'],
  newsletterOn: [
    'accordpourlalettre',
    'accordlettre',
    'lettre',
    'newsletter',
    'inscritele',
    'yestothenewsletter',
  ],
}

export const guessContactMapping = (header: readonly string[]): ContactMapping =>
  guessColumns(CONTACT_FIELDS, HEADINGS, header)

const ROLE_WORDS: Record<ContactRole, readonly string[]> = {
  team: ['equipe', 'salarie', 'salariee', 'salariees', 'team', 'staff'],
  volunteer: ['benevole', 'benevoles', 'volunteer'],
  referent: ['referent', 'referente', 'referentes', 'relais', 'referentdeterritoire', 'localcontact'],
  partner: ['partenaire', 'partenaires', 'partner'],
  elected: ['elu', 'elue', 'elues', 'maire', 'elected', 'electedofficial'],
  funder: ['financeur', 'financeuse', 'mecene', 'funder'],
  research: ['recherche', 'chercheur', 'chercheuse', 'universite', 'research', 'researcher'],
  press: ['presse', 'journaliste', 'media', 'press'],
  other: ['autre', 'other', 'contact'],
}

function readRole(cell: string): ContactRole | null {
  const word = bare(cell)
  const found = Object.entries(ROLE_WORDS).find(([, words]) => words.includes(word))
  return found ? (found[0] as ContactRole) : null
}

export type DraftContact = {
  line: number
  givenName: string
  familyName: string
  email: string | null
  phone: string | null
  organisation: string | null
  role: ContactRole | null
  title: string
  territoryId: string | null
  tags: string[]
  newsletterOn: Day | null
}

const MAX_TEXT = 120
const MAX_TAGS = 20
const LONGEST_TAG = 40

/** Every problem of every line is told; nothing is imported while there is one. */
export function readContacts(
  table: FileTable,
  mapping: ContactMapping,
  known: { territories: readonly { id: string; name: string }[]; today: Day },
): { contacts: DraftContact[]; problems: LineProblem[] } {
  const problems: LineProblem[] = []
  const contacts = table.rows.map(({ line, cells }) => {
    const complain = (field: ContactField | null, message: Refusal) => {
      const column = field === null ? undefined : mapping[field]
      problems.push({ line, column: column === undefined ? null : (table.header[column] ?? null), message })
    }
    const cell = (field: ContactField): string => {
      const column = mapping[field]
      return column === undefined ? '' : (cells[column] ?? '').trim()
    }
    const text = (field: ContactField): string => {
      const typed = cell(field)
      if (typed.length > MAX_TEXT) complain(field, new Refusal('import_too_long', { max: MAX_TEXT }))
      else if (!isPlainText(typed)) complain(field, new Refusal('import_text'))
      return typed
    }
    const told = <T>(field: ContactField, read: (typed: string) => T | null, code: string): T | null => {
      const typed = cell(field)
      if (typed === '') return null
      const value = read(typed)
      if (value === null) complain(field, new Refusal(code, { cellText: typed }))
      return value
    }
    const contact: DraftContact = {
      line,
      givenName: text('givenName'),
      familyName: text('familyName'),
      email: told('email', (typed) => (EMAIL.test(typed) ? typed : null), 'import_email'),
      phone: told(
        'phone',
        (typed) => (PHONE.test(readPhone(typed)) ? readPhone(typed) : null),
        'import_phone',
      ),
      organisation: text('organisation') || null,
      role: told('role', readRole, 'import_contact_role'),
      title: text('title'),
      territoryId:
        told(
          'territory',
          (typed) =>
            known.territories.find(({ name }) => spelledPlainly(name) === spelledPlainly(typed)) ?? null,
          'import_territory',
        )?.id ?? null,
      tags: told('tags', readFewTags, 'import_tags') ?? [],
      newsletterOn: told('newsletterOn', readDay, 'import_day'),
    }
    if (!contact.givenName && !contact.familyName && !contact.organisation)
      complain(null, new Refusal('import_nobody'))
    if (contact.newsletterOn && contact.newsletterOn > known.today)
      complain('newsletterOn', new Refusal('import_consent_to_come'))
    if (contact.newsletterOn && !contact.email)
      complain('newsletterOn', new Refusal('import_consent_without_mail'))
    if (contact.newsletterOn && !contact.givenName && !contact.familyName)
      complain('newsletterOn', new Refusal('import_consent_of_nobody'))
    return contact
  })
  return { contacts, problems }
}

/** « cuisine, presse ; cuisine » : two tags. */
export function readTags(text: string): string[] {
  const tags = text
    .split(/[,;\n]/)
    .map((tag) => tag.trim().replace(/\s+/g, ' '))
    .filter((tag) => tag !== '')
  const once = new Map(tags.map((tag) => [spelledPlainly(tag), tag]))
  return [...once.values()]
}

export const areFewTags = (tags: readonly string[]): boolean =>
  tags.length <= MAX_TAGS && tags.every((tag) => tag.length <= LONGEST_TAG)

function readFewTags(text: string): string[] | null {
  const tags = readTags(text)
  return areFewTags(tags) ? tags : null
}
