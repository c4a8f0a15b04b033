import type { Translate } from '../../kit/i18n/translate.ts'
import type { HeldRole, Listed } from './store/book.ts'

/** « Partenaire, cheffe de projet, Épicerie du Sillon » */
export const sayRole = (t: Translate, held: Pick<HeldRole, 'role' | 'title' | 'partnerName'>): string =>
  [t(`directory.roles.${held.role}`), held.title, held.partnerName].filter(Boolean).join(', ')

/** All that somebody is to the caisse that day. */
export const roleWords = (
  t: Translate,
  { resident, roles }: Pick<Listed, 'resident' | 'roles'>,
): string[] => [
  ...(resident ? [t('directory.roles.resident')] : []),
  ...roles.map((held) => sayRole(t, held)),
]
