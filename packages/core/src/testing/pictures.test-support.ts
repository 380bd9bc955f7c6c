/** A whole PNG of one pixel. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** The signature of a GIF, with some bytes after it. */
export const gif = Buffer.from('GIF89a, and the rest of a picture')

/** The head of a JPEG. */
export const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46])

/** Returns a picture as an upload. */
export const pngFile = (name = 'a.png'): File => new File([png], name)
export const gifFile = (name = 'a.gif'): File => new File([gif], name)
