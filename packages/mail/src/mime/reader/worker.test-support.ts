import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'rolldown'

/** Makes JavaScript of the worker, which threads do not run as TypeScript, in a folder; its address. */
export async function bundledWorker(folder: string): Promise<URL> {
  const file = join(folder, 'read-mail-worker.mjs')
  const input = fileURLToPath(new URL('./read-mail-worker.ts', import.meta.url))
  await build({ input, platform: 'node', output: { file, format: 'esm' }, logLevel: 'silent' })
  return pathToFileURL(file)
}
