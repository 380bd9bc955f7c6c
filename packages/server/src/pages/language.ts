import { type LanguageCode, languageTags } from '@opensupports/core'

const codes = Object.keys(languageTags) as LanguageCode[]
const isCode = (code: string): code is LanguageCode => (codes as readonly string[]).includes(code)

/** Returns the language with this tag, else one that differs only in the region. */
function languageOf(tag: string): LanguageCode | undefined {
  const wanted = tag.toLowerCase()
  const same = codes.find((code) => languageTags[code].toLowerCase() === wanted)
  const base = (each: string) => each.toLowerCase().split('-')[0]
  return same ?? codes.find((code) => base(languageTags[code]) === base(wanted))
}

const mostTags = 20

/** Returns the browser's preferred language among those supported, else the site's. */
export function languageFor(acceptLanguage: string | undefined, siteLanguage: string): LanguageCode {
  const wishes = (acceptLanguage ?? '').slice(0, 500).split(',', mostTags)
  const weighed = wishes.map((wish) => {
    const [tag = '', ...parameters] = wish.split(';').map((part) => part.trim())
    const weight = parameters.find((parameter) => parameter.startsWith('q='))
    return { tag, weight: weight === undefined ? 1 : Number(weight.slice(2)) }
  })
  const liked = weighed.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight)
  for (const { tag } of liked) {
    const language = tag === '' ? undefined : languageOf(tag)
    if (language) return language
  }
  return isCode(siteLanguage) ? siteLanguage : 'en'
}
