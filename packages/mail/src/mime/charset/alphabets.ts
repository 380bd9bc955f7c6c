/** The letters beyond ASCII of languages in Latin script, lower case, with the charsets that have all of them. */
export interface Alphabet {
  readonly encodings: readonly string[]
  readonly letters: string
}

/** If several fit a text, the first one wins. */
export const alphabets: readonly Alphabet[] = [
  // German, French, Spanish, Portuguese, Italian, Nordic, Icelandic.
  { encodings: ['windows-1252', 'macintosh'], letters: 'äöüß' },
  { encodings: ['windows-1252', 'macintosh'], letters: 'éèêëàâçîïôûùüœæÿ' },
  { encodings: ['windows-1252', 'macintosh'], letters: 'áéíóúñü¿¡ªº' },
  { encodings: ['windows-1252', 'macintosh'], letters: 'ãõáéíóúâêôàçªº' },
  { encodings: ['windows-1252'], letters: 'àèéìíîòóùú' },
  { encodings: ['windows-1252'], letters: 'åäöæøéü' },
  { encodings: ['windows-1252'], letters: 'áéíóúýþæöð' },
  // Polish, Czech and Slovak, Hungarian, Romanian, Croatian and Slovene.
  { encodings: ['windows-1250', 'iso-8859-2'], letters: 'ąćęłńóśźż' },
  { encodings: ['windows-1250', 'iso-8859-2'], letters: 'áčďéěíňóřšťúůýžľĺŕôä' },
  { encodings: ['windows-1250', 'iso-8859-2'], letters: 'áéíóöőúüű' },
  { encodings: ['windows-1250', 'iso-8859-2'], letters: 'ăâîşţ' },
  { encodings: ['windows-1250', 'iso-8859-2'], letters: 'čćđšž' },
  // Turkish, Lithuanian, Latvian, Estonian.
  { encodings: ['windows-1254'], letters: 'çğıöşüi\u0307âî' },
  { encodings: ['windows-1257'], letters: 'ąčęėįšųūž' },
  { encodings: ['windows-1257'], letters: 'āčēģīķļņšūž' },
  { encodings: ['windows-1257'], letters: 'äöõüšž' },
]
