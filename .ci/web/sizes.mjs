import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'

/**
 * Requires that the scripts are small. Adds the gzipped sizes of those that a page loads, by the manifest of the build, and
 * returns them in words.
 */
export function checkSizes() {
  const app = resolve(import.meta.dirname, '../../packages/cli/dist/web')
  const manifest = JSON.parse(readFileSync(join(app, '.vite/manifest.json'), 'utf8'))
  const sizeOf = (file) => gzipSync(readFileSync(join(app, file))).length
  const reached = (keys, files = new Set()) => {
    for (const key of keys) {
      const { file, imports = [], css = [] } = manifest[key]
      if (files.has(file)) continue
      for (const each of [file, ...css]) files.add(each)
      reached(imports, files)
    }
    return files
  }
  const entry = 'index.html'
  const isWords = (key) => /words\/.*\/(?!en)\w+\.ts$/.test(key)
  // Shared chunks, whose keys begin with _, count with the pages that import them.
  const pages = Object.keys(manifest).filter((key) => !isWords(key) && !key.startsWith('_'))
  const isTeam = (key) => /src\/(?:staff|admin)\/|words\/staff|styles\/team/.test(key)
  const sum = (keys) => [...reached(keys)].reduce((total, file) => total + sizeOf(file), 0)
  const customers = sum([entry, ...pages.filter((key) => !isTeam(key))])
  // Loaded when somebody begins to write.
  const editor = sizeOf(manifest['src/components/writing.ts'].file)
  const all = sum(Object.keys(manifest).filter((key) => !isWords(key)))
  assert.ok(customers <= 58_000, 'the customers’ part is at most 58 kB, with the editor')
  assert.ok(all <= 180_000, 'all is at most 180 kB')
  return `customers' part ${customers} bytes gzipped, of which the editor is ${editor}; all ${all}`
}
