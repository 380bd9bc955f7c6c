import { languageCodes, languages } from '../app/language.js'

/** The choices of a list of languages, each by its own name. */
export const LanguageOptions = () => (
  <>
    {languageCodes.map((code) => (
      <option key={code} value={code} lang={languages[code][0]}>
        {languages[code][1]}
      </option>
    ))}
  </>
)
