/** In characters. */
const longest = 200

/** What would break a header or a line, and what turns the direction of writing to hide an ending. */
const hidden = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/**
 * Returns the name that a sender gave to a file, as it is shown and given to browsers: without folders and characters
 * that nobody sees, at most 200 characters, of which the last are kept, since the ending is there.
 */
export function sentName(name: string): string {
  const folder = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'))
  const bare = name.slice(Math.max(folder + 1, name.length - 4 * longest))
  return [...bare.toWellFormed().replace(hidden, '').trim()].slice(-longest).join('')
}
