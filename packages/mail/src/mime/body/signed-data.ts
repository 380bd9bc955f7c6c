/** An ASN.1 element in BER. */
interface Element {
  readonly tag: number
  readonly start: number
  readonly end: number
  /** The index of the next element. */
  readonly next: number
}

const deepest = 20
const [sequence, octets, octetsInPieces, explicit, objectId] = [0x30, 0x04, 0x24, 0xa0, 0x06]
const signedDataId = '2a864886f70d010702'

/**
 * Returns the mail part in an opaquely signed mail (`smime.p7m`): CMS SignedData, RFC 5652. Returns undefined if it is
 * encrypted or broken. Does not verify the signature.
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

/** @throws RangeError if the bytes are not valid BER */
function elementAt(bytes: Buffer, place: number, depth: number): Element {
  const tag = bytes.readUInt8(place)
  const first = bytes.readUInt8(place + 1)
  if (depth > deepest || (tag & 0x1f) === 0x1f) throw new RangeError('unsupported tag, or nested too deep')
  if (first === 0x80) return endlessElementAt(bytes, place, depth)
  const size = first < 0x80 ? 0 : first - 0x80
  if (size > 4) throw new RangeError('the length has too many bytes')
  const length = size === 0 ? first : bytes.readUIntBE(place + 2, size)
  const start = place + 2 + size
  const end = start + length
  if (end > bytes.length) throw new RangeError('the element ends beyond the data')
  return { tag, start, end, next: end }
}

/** Reads an element of indefinite length, which two zero bytes end after its last child. */
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

/** Returns the pieces of an octet string, which may itself consist of pieces. */
function piecesOf(bytes: Buffer, element: Element, depth: number): Buffer[] {
  const { tag, start, end } = element
  if (tag === octets) return [bytes.subarray(start, end)]
  if (tag !== octetsInPieces || depth > deepest) return []
  return childrenOf(bytes, element, Number.POSITIVE_INFINITY).flatMap((child) =>
    piecesOf(bytes, child, depth + 1),
  )
}
