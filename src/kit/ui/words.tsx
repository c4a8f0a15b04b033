import { createContext, type ComponentChildren } from 'preact'
import { useContext } from 'preact/hooks'
import { translator, type Translate } from '../i18n/translate.ts'

const Words = createContext<Translate>(translator('fr'))

/** Gives the language of a page to all that stands on it; the page layouts do it. */
export function WordsProvider({ t, children }: { t: Translate; children: ComponentChildren }) {
  return <Words.Provider value={t}>{children}</Words.Provider>
}

/** The language and conventions of the page one stands on. */
export const useWords = (): Translate => useContext(Words)
