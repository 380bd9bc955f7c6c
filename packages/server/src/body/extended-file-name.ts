/**
 * Returns the file name in the parameter `filename*` of a Content-Disposition header (RFC 8187), or undefined without
 * one. Some clients send no other name. A name that cannot be decoded is returned as empty, so that the part still
 * counts as a file.
 */
export function extendedFileName(disposition: string | undefined): string | undefined {
  for (const parameter of (disposition ?? '').split(';')) {
    const equals = parameter.indexOf('=')
    if (equals === -1 || parameter.slice(0, equals).trim().toLowerCase() !== 'filename*') continue
    const value = parameter.slice(equals + 1).trim()
    const [charset = '', , encoded] = value.replaceAll('"', '').split("'", 3)
    if (encoded === undefined) return ''
    return decoded(charset.toLowerCase(), encoded)
  }
  return undefined
}

function decoded(charset: string, encoded: string): string {
  try {
    return charset === 'iso-8859-1' ? latin1(encoded) : decodeURIComponent(encoded)
  } catch {
    return ''
  }
}

const latin1 = (encoded: string) =>
  encoded.replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
