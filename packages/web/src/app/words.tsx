import { type ComponentChildren, createContext } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import { type Language, useLanguage } from './language.js'

/** How the words of each language are loaded, such as `en: () => import('./en.js')`. */
export type Loaders<W> = Readonly<Record<Language, () => Promise<{ readonly words: W }>>>

/** Returns the words of a part of the app: a provider that loads them before it shows anything, and a hook. */
export function createWords<W>(loaders: Loaders<W>) {
  const Words = createContext<W | undefined>(undefined)

  function WordsProvider({ children }: { readonly children: ComponentChildren }) {
    const language = useLanguage()
    const [words, setWords] = useState<W>()
    useEffect(() => {
      let isCurrent = true
      void loaders[language]().then((loaded) => {
        if (isCurrent) setWords(() => loaded.words)
      })
      return () => {
        isCurrent = false
      }
    }, [language])
    return words === undefined ? null : <Words.Provider value={words}>{children}</Words.Provider>
  }

  function useWords(): W {
    const words = useContext(Words)
    if (words === undefined) throw new Error('useWords is called outside its WordsProvider')
    return words
  }
  return { WordsProvider, useWords }
}

/** Replaces places such as `{name}` in a text. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
