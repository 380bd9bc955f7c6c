/** An element of ASN.1 in BER, without its value's end where that is not said. */
interface Element {
  readonly tag: number
  readonly start: number
  readonly end: number
  /** Where the next one begins. */
  readonly next: number
}

const deepest = 20
const [sequence, octets, octetsInPieces, explicit, objectId] = [0x30, 0x04, 0x24, 0xa0, 0x06]
const signedDataId = '2a864886f70d010702'

/**
 * Returns the mail part that an opaquely signed mail (`smime.p7m`) holds: CMS SignedData, RFC 5652. Undefined for what
 * is encrypted or broken. The signature is not verified.
 */
export function contentOfSignedData(bytes: Buffer): Buffer | undefined {
  try {
    const message = childrenOf(bytes, elementAt(bytes, 0, 0), 2)
    const [id, wrapped] = message
    if (id?.tag !== objectId || bytes.toString('hex', id.start, id.end) !== signedDataId) return undefined
    const [signedData] = wrapped?.tag === explicit ? childrenOf(bytes, wrapped, 1) : []
    const [, , content] = signedData?.tag === sequence ? childrenOf(bytes, signedData, 3) : []
    const [, inner] = content?.tag === sequence ? childrenOf(bytes, content, 2) : []
    const [value] = inner?.tag === explicit ? childrenOf(bytes, inner, 1) : []
    const pieces = value ? piecesOf(bytes, value, 0) : []
    return pieces.length > 0 ? Buffer.concat(pieces) : undefined
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** @throws RangeError for what is no BER */
function elementAt(bytes: Buffer, place: number, depth: number): Element {
  const tag = bytes.readUInt8(place)
  const first = bytes.readUInt8(place + 1)
  if (depth > deepest || (tag & 0x1f) === 0x1f) throw new RangeError('not read')
  if (first === 0x80) return endlessElementAt(bytes, place, depth)
  const size = first < 0x80 ? 0 : first - 0x80
  if (size > 4) throw new RangeError('too long')
  const length = size === 0 ? first : bytes.readUIntBE(place + 2, size)
  const start = place + 2 + size
  const end = start + length
  if (end > bytes.length) throw new RangeError('cut off')
  return { tag, start, end, next: end }
}

/** An element whose length is not said: it ends with two zeros behind its last child. */
function endlessElementAt(bytes: Buffer, place: number, depth: number): Element {
  const tag = bytes.readUInt8(place)
  let child = place + 2
  while (bytes.readUInt16BE(child) !== 0) child = elementAt(bytes, child, depth + 1).next
  return { tag, start: place + 2, end: child, next: child + 2 }
}

function childrenOf(bytes: Buffer, { start, end }: Element, most: number): Element[] {
  const children: Element[] = []
  for (let place = start; place < end && children.length < most; ) {
    const child = elementAt(bytes, place, 0)
    children.push(child)
    place = child.next
  }
  return children
}

/** The pieces of an octet string, which may be in pieces again. */
function piecesOf(bytes: Buffer, element: Element, depth: number): Buffer[] {
  const { tag, start, end } = element
  if (tag === octets) return [bytes.subarray(start, end)]
  if (tag !== octetsInPieces || depth > deepest) return []
  return childrenOf(bytes, element, Number.POSITIVE_INFINITY).flatMap((child) =>
    piecesOf(bytes, child, depth + 1),
  )
}
