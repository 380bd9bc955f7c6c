import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'rolldown'
import { afterAll, beforeAll } from 'vitest'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const driver = pathToFileURL(createRequire(import.meta.url).resolve('better-sqlite3')).href

/** Bundles a file of this folder into another folder, because threads and processes do not run TypeScript. */
export async function built(name: string, folder: string): Promise<URL> {
  const file = join(folder, `${name}.mjs`)
  await build({
    input: source(`./${name}.ts`),
    platform: 'node',
    resolve: {
      alias: {
        '@opensupports/core/schema': source('../../../../../core/src/schema/index.ts'),
        '@opensupports/core': source('../../../../../core/src/index.ts'),
      },
    },
    // The folder has no packages, and needs none but this.
    plugins: [
      {
        name: 'driver',
        resolveId: (id) => (id === 'better-sqlite3' ? { id: driver, external: true } : null),
      },
    ],
    output: { file, format: 'esm', codeSplitting: false },
    logLevel: 'silent',
  })
  return pathToFileURL(file)
}

/** Builds the program of threads before the tests of a file, in a folder that is removed after them. */
export function builtReader(): { readonly folder: string; readonly program: URL } {
  const reader = { folder: '', program: new URL('file:///none') }
  beforeAll(async () => {
    reader.folder = mkdtempSync(join(tmpdir(), 'opensupports-threads-'))
    reader.program = await built('read-thread', reader.folder)
  })
  afterAll(() => rmSync(reader.folder, { recursive: true }))
  return reader
}

let programs = 0

/** Writes a program that reads like the real one, but ends at a message that contains a text. */
export function endingAt(text: string, program: URL, folder: string): URL {
  const file = join(folder, `ending-${++programs}.mjs`)
  writeFileSync(
    file,
    `import { parentPort } from 'node:worker_threads'
    parentPort.on('message', (message) => {
      if (JSON.stringify(message).includes(${JSON.stringify(text)})) process.exit(1)
    })
    await import('${program.href}')`,
  )
  return pathToFileURL(file)
}
