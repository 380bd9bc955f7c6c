// Checks the client as browsers get it: that it brings nothing of other packages, that it is small, and that a day of a
// helpdesk goes through it in Chromium, on the helpdesk's own origin and from another. Needs a build.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { rolldown } from 'rolldown'
import { createTestHelpdesk, testPassword } from '../packages/core/dist/testing.js'
import { nodeHandler } from '../packages/server/dist/index.js'
import { chromiumPath } from './chromium.mjs'

/** The most bytes that the client may add to a page, minified and gzipped. */
const budget = 5000

/** The most bytes that the entry of the sentences may have, and a language of it. */
const sentencesBudget = 4000

const root = resolve(import.meta.dirname, '..')
const client = join(root, 'packages/client')

async function bundled(input, options) {
  const build = await rolldown({ input, ...options })
  const { output } = await build.generate({ minify: true })
  await build.close()
  assert.equal(output.length, 1)
  return output[0]
}

async function checkSize(name, libraries) {
  const file = join(client, `dist/${name}.js`)
  const { code, moduleIds, imports } = await bundled(file, { external: /^[^./]/ })
  assert.deepEqual(imports.toSorted(), libraries, `${file} loads other packages`)
  assert.deepEqual(moduleIds, [file])
  const size = gzipSync(code).length
  assert.ok(size <= budget, `${file} has ${size} bytes, minified and gzipped: the budget is ${budget}`)
  return size
}

/** Checks that the sentences of a language load alone, and returns the size of their entry and of the largest. */
async function checkSentences() {
  const build = await rolldown({ input: join(client, 'dist/errors.js'), external: /^[^./]/ })
  const { output } = await build.generate({ minify: true })
  await build.close()
  const [entry, ...languages] = output.map((chunk) => {
    assert.deepEqual(chunk.imports, [], `${chunk.fileName} loads more than itself`)
    return gzipSync(chunk.code).length
  })
  assert.equal(languages.length, 15)
  const most = Math.max(...languages)
  assert.ok(entry <= sentencesBudget && most <= sentencesBudget, `sentences have ${entry} and ${most} bytes`)
  return [entry, most]
}

async function listen(handler) {
  const server = createServer(handler).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, origin: `http://127.0.0.1:${server.address().port}` }
}

/** Serves an empty page, and the walk as a module. */
const pages = (script) => (request, response) => {
  const isScript = request.url === '/day.js'
  response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' })
  response.end(isScript ? script : '<!doctype html><link rel="icon" href="data:,"><title>A day</title>')
}

async function walk(browser, { script, prepareDay }, isElsewhere) {
  const desk = await createTestHelpdesk()
  const app = await listen((request, response) => api(request, response, () => page(request, response)))
  const page = pages(script)
  const elsewhere = isElsewhere ? await listen(page) : app
  const api = nodeHandler(desk.helpdesk, { cors: { origins: [elsewhere.origin] } })
  const tab = await browser.newPage()
  const complaints = []
  tab.on('pageerror', (error) => complaints.push(error.message))
  tab.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  try {
    await tab.goto(elsewhere.origin)
    const day = await prepareDay(desk, `${app.origin}/api`, testPassword)
    const findings = await tab.evaluate(async (given) => (await import('/day.js')).walkDay(given), day)
    assert.ok(findings.length > 200)
    for (const { what, expected, found } of findings) assert.deepEqual(found, expected, what)
    assert.deepEqual(complaints, [])
    return findings.length
  } finally {
    await tab.close()
    for (const { server } of new Set([app, elsewhere])) {
      server.closeAllConnections()
      server.close()
    }
  }
}

const sizes = [await checkSize('index', []), await checkSize('react', ['@tanstack/react-query', 'react'])]
console.log(`minified and gzipped, the client has ${sizes[0]} bytes, and its hooks have ${sizes[1]}`)
const [entry, language] = await checkSentences()
console.log(`the sentences for errors have ${entry} bytes, and a language of them at most ${language}`)

if (!chromiumPath) {
  console.log('SKIPPED: cannot install Chromium')
  process.exit()
}
const folder = resolve(process.argv[2] ?? 'client')
mkdirSync(folder, { recursive: true })
const prepare = join(folder, 'prepare.mjs')
const prepared = await bundled(join(client, 'src/day/prepare.test-support.ts'), { platform: 'node' })
writeFileSync(prepare, prepared.code)
const { prepareDay } = await import(pathToFileURL(prepare))
const { code: script } = await bundled(join(client, 'src/day/day.test-support.ts'), { platform: 'browser' })
const browser = await chromium.launch({
  executablePath: chromiumPath,
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
})
try {
  for (const isElsewhere of [false, true]) {
    const count = await walk(browser, { script, prepareDay }, isElsewhere)
    console.log(
      `a day in Chromium, ${isElsewhere ? 'from another origin' : 'on its own origin'}: ${count} findings`,
    )
  }
} finally {
  await browser.close()
}
