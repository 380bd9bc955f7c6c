import iconv from 'iconv-lite'

/**
 * Decodes bytes. Invalid sequences become U+FFFD. Uses Node's decoder only for Unicode: some versions read windows-1252
 * as Latin-1, and lack the newer syllables of Korean.
 */
export function decodeAs(encoding: string, bytes: Uint8Array): string {
  if (isOfNode(encoding)) return new TextDecoder(encoding).decode(bytes)
  return iconv.decode(asBuffer(bytes), encoding)
}

/** Decodes the beginning of a text. Drops a character that is cut off at the end. */
export function decodeBeginning(encoding: string, bytes: Uint8Array): string {
  if (isOfNode(encoding)) return new TextDecoder(encoding).decode(bytes, { stream: true })
  return iconv.getDecoder(encoding).write(asBuffer(bytes))
}

/** Returns whether `decodeAs` supports an encoding, given its name in lower case. */
export const isKnown = (encoding: string): boolean => isOfNode(encoding) || iconv.encodingExists(encoding)

const isOfNode = (encoding: string) =>
  encoding === 'utf-8' || encoding.startsWith('utf-16') || encoding === 'iso-2022-jp'

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength)
