import { LANGUAGE_NAMES } from '../../kit/i18n/locale.ts'

/** A language by its own name. */
export const languageName = (language: string): string =>
  language in LANGUAGE_NAMES
    ? LANGUAGE_NAMES[language as keyof typeof LANGUAGE_NAMES]
    : (new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language)
