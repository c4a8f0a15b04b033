/** What a line of a household file may say; a line is a person. */
export const FIELDS = [
  'household',
  'kind',
  'givenName',
  'familyName',
  'role',
  'birthMonth',
  'email',
  'phone',
  'wave',
  'territory',
  'enteredOn',
  'contribution',
  'rightsLeft',
  'arrears',
  'paidAhead',
] as const
export type Field = (typeof FIELDS)[number]

/** Which column of the file tells which field, from 0; a field that no column tells is absent. */
export type Mapping = Readonly<Partial<Record<Field, number>>>

/** Headings that people give these columns, without accents, spaces or case. */
export const HEADINGS: Record<Field, readonly string[]> = {
  household: [
    'foyer',
    'nomdufoyer',
    'famille',
    'menage',
    'numerodefoyer',
    'nfoyer',
    'ndefoyer',
    'idfoyer',
    'groupe',
    'household',
  ],
  kind: ['genre', 'typedefoyer', 'type', 'genredefoyer', 'kind'],
  givenName: ['prenom', 'prenoms', 'prenomusuel', 'givenname', 'firstname'],
  familyName: ['nom', 'nomdefamille', 'nomusuel', 'familyname', 'lastname', 'surname'],
  role: ['adulteouenfant', 'adulteenfant', 'role', 'statut', 'qualite', 'adultchild'],
  birthMonth: [
    'naissance',
    'moisdenaissance',
    'datedenaissance',
    'neele',
    'ddn',
    'birthmonth',
    'birthdate',
    'born',
  ],
  email: [
    'email',
    'mail',
    'courriel',
    'mel',
    'adressemail',
    'adresseemail',
    'adresseelectronique',
    'emailaddress',
  ],
  phone: ['telephone', 'tel', 'portable', 'mobile', 'numerodetelephone', 'phone'],
  wave: ['vague', 'wave', 'promotion', 'cohorte'],
  territory: ['territoire', 'quartier', 'commune', 'territory', 'secteur'],
  enteredOn: [
    'entree',
    'entreele',
    'datedentree',
    'arrivee',
    'arriveele',
    'datedarrivee',
    'depuis',
    'enteredon',
  ],
  contribution: [
    'cotisation',
    'cotisationchoisie',
    'cotisationmensuelle',
    'montant',
    'participation',
    'contribution',
  ],
  rightsLeft: ['droitsrestants', 'droits', 'solde', 'reste', 'resteadepenser', 'rightsleft', 'balance'],
  arrears: [
    'restedu',
    'reliquat',
    'impaye',
    'impayes',
    'retard',
    'arriere',
    'cotisationsdues',
    'arrears',
    'owed',
  ],
  paidAhead: [
    'payedavance',
    'payesdavance',
    'davance',
    'avance',
    'avances',
    'cotisationsdavance',
    'cotisationspayeesdavance',
    'tropverse',
    'troppercu',
    'credit',
    'paidahead',
    'prepaid',
  ],
}

/** Letters and digits only, so that two spellings of one word are alike. */
export const bare = (text: string): string =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/[^a-z0-9]/g, '')

/** By its headings; the first column that fits tells the field. */
export const guessMapping = (header: readonly string[]): Mapping => guessColumns(FIELDS, HEADINGS, header)

/** The same for any kind of list: which column bears one of a field's headings. */
export function guessColumns<F extends string>(
  fields: readonly F[],
  headings: Record<F, readonly string[]>,
  header: readonly string[],
): Partial<Record<F, number>> {
  const bared = header.map(bare)
  const guessed: Partial<Record<F, number>> = {}
  for (const field of fields) {
    const column = bared.findIndex((heading) => headings[field].includes(heading))
    if (column >= 0) guessed[field] = column
  }
  return guessed
}
