const newline = 10

/** Decodes a body by its `Content-Transfer-Encoding`. Returns it unchanged if the encoding is unknown. */
export function decodeTransfer(body: Buffer, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64')
  if (encoding === 'quoted-printable') return decodeQuotedPrintable(body)
  return body
}

const hexDigit = (byte = 0) =>
  byte >= 48 && byte <= 57
    ? byte - 48
    : byte >= 65 && byte <= 70
      ? byte - 55
      : byte >= 97 && byte <= 102
        ? byte - 87
        : -1

/** Decodes quoted-printable. Keeps invalid escapes as they are. */
export function decodeQuotedPrintable(body: Buffer): Buffer {
  const decoded = Buffer.alloc(body.length)
  let length = 0
  for (let place = 0; place < body.length; place++) {
    const byte = body[place] ?? 0
    if (byte !== 61) {
      decoded[length++] = byte
      continue
    }
    const [high, low] = [hexDigit(body[place + 1]), hexDigit(body[place + 2])]
    const softBreak = softBreakEnd(body, place + 1)
    if (high >= 0 && low >= 0) {
      decoded[length++] = high * 16 + low
      place += 2
    } else if (softBreak > 0) place = softBreak
    else decoded[length++] = byte
  }
  return decoded.subarray(0, length)
}

/** Returns the index of the line break after a `=`, past blanks that a server may have added; 0 if there is none. */
function softBreakEnd(body: Buffer, start: number): number {
  const most = Math.min(start + 80, body.length)
  for (let place = start; place < most; place++) {
    const byte = body[place]
    if (byte === newline) return place
    if (byte !== 32 && byte !== 9 && byte !== 13) return 0
  }
  return most === body.length ? most : 0
}
