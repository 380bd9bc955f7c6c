const begin = '-----BEGIN PGP SIGNED MESSAGE-----'
const signature = '-----BEGIN PGP SIGNATURE-----'
const end = '-----END PGP SIGNATURE-----'

/** Removes the PGP signature of a clear-signed text. Returns any other text unchanged. */
export function withoutClearSignature(text: string): string {
  if (!text.includes(begin)) return text
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
  const first = lines.indexOf(begin)
  // The signature header may have `Hash:` lines before the first empty line.
  const empty = lines.indexOf('', first)
  const cut = lines.indexOf(signature, empty)
  const last = lines.indexOf(end, cut)
  if (first < 0 || empty < 0 || cut < 0 || last < 0) return text
  const words = lines.slice(empty + 1, cut).map((line) => (line.startsWith('- ') ? line.slice(2) : line))
  return [...lines.slice(0, first), ...words, ...lines.slice(last + 1)].join('\n')
}
