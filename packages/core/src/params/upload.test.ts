import { describe, expect, test } from 'vitest'
import { storesOf } from '../storage/index.js'
import { memoryStorage } from '../storage/memory/index.js'
import { type Fields, readParameters } from './parameter.js'
import { file, images } from './upload.js'

const storage = storesOf(memoryStorage())
const picture = new File(['a picture'], 'a.png')
const other = new File(['another'], 'b.png')

describe('a file', () => {
  const read = (value: unknown) => file('INVALID_FILE').read(value, storage)

  test('may be a web File, or anything like it', () => {
    const alike = { name: 'a.txt', size: 1, stream: () => picture.stream() }
    expect(read(picture)).toBe(picture)
    expect(read(alike)).toBe(alike)
  })

  test('counts as missing when it is left out, or a text', () => {
    for (const value of [undefined, '', 'undefined', 'null', 'a.png']) expect(read(value)).toBeUndefined()
  })

  test('accepts no other value', () => {
    for (const value of [
      0,
      1,
      true,
      {},
      [],
      [picture],
      { name: 'a', size: '1', stream: 1 },
      new Date(0),
      1n,
    ]) {
      expect(() => read(value)).toThrow('INVALID_FILE')
    }
  })
})

describe('pictures', () => {
  const read = async (fields: Fields) =>
    (await readParameters({ images: images('INVALID_FILE') }, fields, storage)).images

  test('may be sent as a list', async () => {
    expect(await read({ images: [picture, other] })).toEqual([picture, other])
  })

  test('may be sent as a count with image_0, image_1, …', async () => {
    const fields = { images: '2', image_0: picture, image_1: other, image_2: picture }
    expect(await read(fields)).toEqual([picture, other])
    expect(await read({ ...fields, images: 1 })).toEqual([picture])
  })

  test('are empty without a count', async () => {
    for (const images of [undefined, null, '', '0', 0, []]) {
      expect(await read({ images, image_0: picture })).toEqual([])
    }
  })

  test('fail when one of them is missing or no file', async () => {
    for (const image_1 of [undefined, null, 'undefined', '', 1, {}]) {
      await expect(read({ images: '2', image_0: picture, image_1 })).rejects.toThrow('INVALID_FILE')
    }
    await expect(read({ images: [picture, 'x'] })).rejects.toThrow('INVALID_FILE')
  })

  test('fail when the count is no small number', async () => {
    for (const images of ['-1', '1.5', 'abc', '100', '1e1', Number.NaN, -1, 2 ** 53, true, {}]) {
      await expect(read({ images, image_0: picture })).rejects.toThrow('INVALID_FILE')
    }
  })

  test('are at most 20', async () => {
    expect(await read({ images: new Array(20).fill(picture) })).toHaveLength(20)
    await expect(read({ images: new Array(21).fill(picture) })).rejects.toThrow('INVALID_FILE')
  })
})
