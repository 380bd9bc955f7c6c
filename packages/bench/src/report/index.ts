import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Results } from '../figures/index.js'
import { pageOf } from './page.js'

/** Writes `performance.md` and its charts into a folder. */
export function writeReport(results: Results, folder: string): void {
  const { text, charts } = pageOf(results)
  mkdirSync(join(folder, 'performance'), { recursive: true })
  writeFileSync(join(folder, 'performance.md'), text)
  for (const [name, drawing] of Object.entries(charts))
    writeFileSync(join(folder, 'performance', name), drawing)
  console.log(`wrote ${join(folder, 'performance.md')}`)
}
