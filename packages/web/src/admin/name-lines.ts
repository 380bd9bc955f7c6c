import { Refused } from '../components/form.js'

/** Returns the names in a field that has one on each line. Commas and spaces separate them, too. */
export const namesIn = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean)

/** Runs a call, and throws the sentence of its form for a code. */
export async function refusedWith<T>(
  call: Promise<T>,
  sentences: Readonly<Record<string, string>>,
): Promise<T> {
  try {
    return await call
  } catch (error) {
    const { code = '' } = error as { readonly code?: string }
    const sentence = sentences[code]
    throw sentence === undefined ? error : new Refused(sentence)
  }
}
