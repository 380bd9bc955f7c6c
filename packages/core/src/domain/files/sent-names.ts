/** In characters. */
const longest = 200

/** Characters that break a header or a line, and those that reverse the writing direction to hide an ending. */
const hidden = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/**
 * Returns the sender's name of a file as browsers get it: without folders and invisible characters, and at most the
 * last 200 characters, which keeps the ending.
 */
export function sentName(name: string): string {
  const folder = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'))
  const bare = name.slice(Math.max(folder + 1, name.length - 4 * longest))
  return [...bare.toWellFormed().replace(hidden, '').trim()].slice(-longest).join('')
}
