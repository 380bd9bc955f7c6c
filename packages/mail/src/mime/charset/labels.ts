import { isKnown } from './decode-as.js'

/** Names that occur in mails but not in the Encoding Standard. */
const others: Readonly<Record<string, string>> = {
  cp874: 'windows-874',
  cp932: 'shift_jis',
  ms932: 'shift_jis',
  'windows-932': 'shift_jis',
  'x-ms-cp932': 'shift_jis',
  cp936: 'gb18030',
  ms936: 'gb18030',
  'windows-936': 'gb18030',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  'x-windows-949': 'euc-kr',
  cp950: 'big5',
  ms950: 'big5',
  'windows-950': 'big5',
  'utf-8mb4': 'utf-8',
  unicode: 'utf-16le',
}

/** Labels that say nothing about bytes beyond ASCII. Browsers treat them as windows-1252. */
const ascii = /^(?:us-?ascii|ascii|ansi_x3\.4-19(?:68|86)|iso646-us|iso-ir-6|csascii|cp367|ibm367)$/

/** Returns the encoding for a label, in lower case. Returns undefined for unknown labels and for ASCII. */
export function encodingOf(label: string | undefined): string | undefined {
  const name = (label ?? '')
    .slice(0, 60)
    .replace(/["';\s]/g, '')
    .toLowerCase()
  if (name === '' || ascii.test(name)) return undefined
  const encoding = standardName(others[name] ?? name)
  return isKnown(encoding) ? encoding : undefined
}

function standardName(name: string): string {
  try {
    const { encoding } = new TextDecoder(name)
    return encoding === 'gbk' ? 'gb18030' : encoding
  } catch {
    return name
  }
}
