// Packs all published packages into a folder: `node .build/pack.mjs <folder>`. They must have been built.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The folders of the published packages, in `packages`. */
export const published = readdirSync(join(root, 'packages')).filter(
  (name) => !JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')).private,
)

/** Packs all published packages into a folder. Returns the paths of the tarballs. */
export function packInto(folder) {
  mkdirSync(folder, { recursive: true })
  for (const name of published) {
    const args = ['pack', '--silent', '--pack-destination', folder, '--workspace', `packages/${name}`]
    execFileSync('npm', args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  }
  return readdirSync(folder).flatMap((name) => (name.endsWith('.tgz') ? [join(folder, name)] : []))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) packInto(resolve(process.argv[2] ?? 'packed'))
