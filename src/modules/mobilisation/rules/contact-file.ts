import type { FileTable } from '../../../kit/table-file.ts'
import { isPlainText } from '../../../kit/input.ts'
import type { Reach } from '../../people/rules/pre-registration.ts'
import { EMAIL, PHONE, spelledPlainly } from '../../people/rules/text.ts'

export const FILE_FIELDS = [
  'givenName',
  'familyName',
  'email',
  'phone',
  'territory',
  'language',
  'agrees',
] as const
export type FileField = (typeof FILE_FIELDS)[number]

/** Which column tells which field, from 0. */
export type Mapping = Readonly<Partial<Record<FileField, number>>>

/** Headings of form tools, without accents, case or spaces. */
const HEADINGS: Record<FileField, readonly string[]> = {
  givenName: ['prenom', 'votreprenom', 'firstname', 'givenname'],
  familyName: ['nom', 'votrenom', 'nomdefamille', 'lastname', 'familyname'],
  email: ['email', 'mail', 'courriel', 'adressemail', 'adresseemail', 'adresseelectronique', 'votreemail'],
  phone: ['telephone', 'tel', 'portable', 'mobile', 'numerodetelephone', 'phone'],
  territory: ['quartier', 'commune', 'ville', 'territoire', 'territory'],
  language: ['langue', 'language'],
  agrees: ['accord', 'consentement', 'jaccepte', 'rgpd', 'consent'],
}

const plain = (heading: string): string => spelledPlainly(heading).replace(/[^a-z]/g, '')

export function guessMapping(header: readonly string[]): Mapping {
  const plainly = header.map(plain)
  const found = FILE_FIELDS.map((field) => [
    field,
    plainly.findIndex((name) => HEADINGS[field].includes(name)),
  ])
  return Object.fromEntries(found.filter(([, column]) => (column as number) >= 0)) as Mapping
}

export type FileContact = {
  line: number
  givenName: string
  familyName: string
  email: string | null
  phone: string | null
  reach: Reach
  language: string
  territoryId: string | null
}

export type FileProblem = { line: number; code: ProblemCode }
export type ProblemCode =
  'no_name' | 'no_reach' | 'bad_email' | 'bad_phone' | 'bad_territory' | 'no_consent' | 'bad_text'

export type ContactFile = { contacts: FileContact[]; problems: FileProblem[]; twice: number[] }

const NO = new Set(['non', 'no', 'false', '0', 'n', 'faux'])

/** Each line a contact, or what is wrong with it; the same person twice in the file is read once. */
export function readContactFile(
  { rows }: FileTable,
  mapping: Mapping,
  territories: readonly { id: string; name: string }[],
): ContactFile {
  const read: ContactFile = { contacts: [], problems: [], twice: [] }
  const known = new Set<string>()
  for (const { line, cells } of rows) {
    const cell = (field: FileField) =>
      mapping[field] === undefined ? '' : (cells[mapping[field]] ?? '').trim()
    const [email, phone] = [cell('email'), cell('phone')]
    const territory = cell('territory')
    const place = territories.find(({ name }) => spelledPlainly(name) === spelledPlainly(territory))
    const language = cell('language').toLowerCase()
    const code = problemOf({ givenName: cell('givenName'), email, phone, agrees: cell('agrees') })
    if (code) read.problems.push({ line, code })
    else if (territory !== '' && !place) read.problems.push({ line, code: 'bad_territory' })
    else {
      const contact: FileContact = {
        line,
        givenName: cell('givenName').slice(0, 80),
        familyName: cell('familyName').slice(0, 80),
        email: email || null,
        phone: phone || null,
        reach: email ? 'mail' : 'phone',
        language: /^[a-z]{2,3}$/.test(language) ? language : 'fr',
        territoryId: place?.id ?? null,
      }
      const same = `${spelledPlainly(contact.givenName)} ${email.toLowerCase() || phone.replace(/\D/g, '')}`
      if (known.has(same)) read.twice.push(line)
      else read.contacts.push(contact)
      known.add(same)
    }
  }
  return read
}

function problemOf(told: {
  givenName: string
  email: string
  phone: string
  agrees: string
}): ProblemCode | null {
  if (told.givenName === '') return 'no_name'
  if (!isPlainText(told.givenName)) return 'bad_text'
  if (told.email === '' && told.phone === '') return 'no_reach'
  if (told.email !== '' && !EMAIL.test(told.email)) return 'bad_email'
  if (told.phone !== '' && !PHONE.test(told.phone)) return 'bad_phone'
  return NO.has(told.agrees.toLowerCase()) ? 'no_consent' : null
}
