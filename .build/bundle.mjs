// Writes the JavaScript of the published packages, after `tsc -b` has written their declarations: a file for each entry,
// and shared chunks for what several entries load. Opening many small files is most of what an import costs.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { build } from 'vite'
import { descriptions } from './descriptions.mjs'

const packages = fileURLToPath(new URL('../packages/', import.meta.url))

/**
 * Finds the entries of a package by their output name. Its `exports` name the output (`default`) and the source (`types`).
 * Each command in `bin` loads `dist/main.js`.
 */
function entriesOf({ exports, bin }, folder) {
  const published = Object.values(exports).filter((entry) => entry.types)
  const pairs = [
    ...published.map((entry) => [entry.default, entry.types.replace(/\.d\.ts$/, '')]),
    ...(bin ? [['./dist/main.js', './dist/main']] : []),
  ]
  return Object.fromEntries(
    pairs.map(([output, source]) => {
      const name = /^\.\/dist\/([\w-]+)\.js$/.exec(output)?.[1]
      // Files that are opened by URL are found beside each other, so all output is in one folder.
      if (!name) throw new Error(`${folder}: an entry is ./dist/<name>.js, not ${output}`)
      return [name, join(folder, source.replace('./dist/', 'src/')).concat('.ts')]
    }),
  )
}

/** Adds an entry for each file that is opened by URL, such as that of a worker thread. */
const filesByUrl = (known) => ({
  name: 'files-by-url',
  transform: {
    filter: { code: /new URL\('\.\/[\w-]+\.js', import\.meta\.url\)/ },
    handler(code, importer) {
      for (const [, name] of code.matchAll(/new URL\('\.\/([\w-]+)\.js', import\.meta\.url\)/g)) {
        const id = join(dirname(importer), `${name}.ts`)
        if (known[name] === undefined) this.emitFile({ type: 'chunk', id, fileName: `${name}.js` })
        else if (known[name] !== id) this.error(`two files are to be ${name}.js: ${known[name]} and ${id}`)
        known[name] = id
      }
    },
  },
})

/**
 * Chunks for what most entries load, which would otherwise be many small ones. A thread that reads SQLite loads the errors
 * alone. What imports the driver of SQLite stays apart, so that a bundle for another database needs none.
 */
const groups = [
  { name: 'database-error', test: /kysely[\\/]src[\\/]database-error\.ts$/, priority: 2 },
  { name: 'database', test: /kysely[\\/]src[\\/](?:database|dialects[\\/][\w-]+)\.ts$/ },
]

/** Removes the JavaScript of the last build. */
function removeOld(dist) {
  for (const path of readdirSync(dist, { recursive: true }))
    if (/\.js(?:\.map)?$/.test(path)) rmSync(join(dist, path))
}

async function bundle(name) {
  const folder = join(packages, name)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  // Vite builds the web app and its elements: see below.
  if (manifest.private || name === 'web') return
  const { dependencies, peerDependencies = {} } = manifest
  const libraries = Object.keys({ ...dependencies, ...peerDependencies })
  const input = entriesOf(manifest, folder)
  const bundled = await rolldown({
    input,
    platform: 'node',
    external: (id) => libraries.some((library) => id === library || id.startsWith(`${library}/`)),
    transform: { target: 'es2023' },
    plugins: [filesByUrl({ ...input }), descriptions()],
    onLog(_level, log) {
      throw new Error(`${name}: ${log.message}`)
    },
  })
  removeOld(join(folder, 'dist'))
  await bundled.write({
    dir: join(folder, 'dist'),
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunk-[name].js',
    codeSplitting: { groups },
    minifyInternalExports: false,
    comments: { legal: true, annotation: true, jsdoc: false },
    // The maps lead to the sources in the package.
    sourcemap: true,
    sourcemapExcludeSources: true,
  })
  await bundled.close()
}

/** Builds the web app, and puts it beside the command line, which serves it. */
async function buildWebApp() {
  await build({ configFile: join(packages, 'web/vite.config.ts'), logLevel: 'warn' })
  const served = join(packages, 'cli/dist/web')
  rmSync(served, { recursive: true, force: true })
  cpSync(join(packages, 'web/dist/app'), served, { recursive: true })
}

/**
 * Builds the elements for pages of others. The package of the web app has them for bundlers, and the command line serves
 * the same files: `parts.js` keeps its name, and leads to files whose names contain a hash.
 */
async function buildElements() {
  const web = join(packages, 'web')
  await build({ configFile: join(web, 'vite.elements.config.ts'), logLevel: 'warn' })
  const built = join(web, 'dist/elements')
  const entry = readdirSync(built).find((name) => name.startsWith('elements-'))
  writeFileSync(join(web, 'dist/elements.js'), `export * from './elements/${entry}'\n`)
  const served = join(packages, 'cli/dist/web')
  cpSync(built, join(served, 'assets/elements'), { recursive: true })
  const lines = [
    `import { defaults } from './assets/elements/${entry}'`,
    "defaults.url ??= new URL('api', import.meta.url).href",
  ]
  writeFileSync(join(served, 'parts.js'), `${lines.join('\n')}\n`)
}

await Promise.all(readdirSync(packages).map(bundle))
await buildWebApp()
await buildElements()
