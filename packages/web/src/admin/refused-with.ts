import { Refused } from '../components/form.js'

/** Waits for a call. If it is refused with one of the codes, throws the sentence for that code, which the form shows. */
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
