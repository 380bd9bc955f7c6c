import iconv from 'iconv-lite'

/**
 * Decodes bytes. What the encoding does not know becomes U+FFFD. Node's own decoder is asked for Unicode alone: it
 * reads windows-1252 as Latin-1 in some versions, and Korean without its newer syllables.
 */
export function decodeAs(encoding: string, bytes: Uint8Array): string {
  if (isOfNode(encoding)) return new TextDecoder(encoding).decode(bytes)
  return iconv.decode(asBuffer(bytes), encoding)
}

/** Decodes the beginning of a text: of a character that is cut at its end, nothing is left. */
export function decodeBeginning(encoding: string, bytes: Uint8Array): string {
  if (isOfNode(encoding)) return new TextDecoder(encoding).decode(bytes, { stream: true })
  return iconv.getDecoder(encoding).write(asBuffer(bytes))
}

/** Whether `decodeAs` knows an encoding, by its name in lower case. */
export const isKnown = (encoding: string): boolean => isOfNode(encoding) || iconv.encodingExists(encoding)

const isOfNode = (encoding: string) =>
  encoding === 'utf-8' || encoding.startsWith('utf-16') || encoding === 'iso-2022-jp'

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength)
