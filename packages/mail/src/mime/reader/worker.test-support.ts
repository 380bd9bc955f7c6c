import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'rolldown'

/** Compiles the worker to JavaScript in a folder, because threads do not run TypeScript. Returns its URL. */
export async function bundledWorker(folder: string): Promise<URL> {
  const file = join(folder, 'read-mail-worker.mjs')
  const input = fileURLToPath(new URL('./read-mail-worker.ts', import.meta.url))
  await build({ input, platform: 'node', output: { file, format: 'esm' }, logLevel: 'silent' })
  return pathToFileURL(file)
}
