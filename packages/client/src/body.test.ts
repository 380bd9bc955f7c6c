import { afterEach, expect, test, vi } from 'vitest'
import { partsOf } from './body.js'

afterEach(() => void vi.unstubAllGlobals())

test('files are taken out of the parameters, in React Native also their addresses', () => {
  vi.stubGlobal('navigator', { product: 'ReactNative' })
  const file = { uri: 'file:///photo.jpg', name: 'photo.jpg', type: 'image/jpeg' }
  const picture = new Blob(['x'])
  const { json, files } = partsOf({
    title: 'Look',
    file,
    images: [picture, file],
    tags: [1],
    email: undefined,
  })
  expect(JSON.parse(json)).toEqual({ title: 'Look', images: 2, tags: [1] })
  expect(files).toEqual([
    ['file', file],
    ['image_0', picture],
    ['image_1', file],
  ])
})

test('lists and objects without files are parameters', () => {
  const params = { images: [], customfields: { uri: 'a', name: 'b', type: 'c' }, nothing: null }
  const { json, files } = partsOf(params)
  expect(JSON.parse(json)).toEqual(params)
  expect(files).toEqual([])
})
