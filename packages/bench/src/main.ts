// Compares the helpdesk with a hand-written server for the same few paths, in one run on one machine. Absolute figures
// depend on the machine; compare the ratios.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { OpenSupports } from '@opensupports/core'
import { sqlite } from '@opensupports/kysely'
import { measureAdoption } from './adoption.js'
import { baseline } from './baseline.js'
import { type Case, cases } from './cases.js'
import { measureBackup, measureImport } from './data-tools.js'
import { dropDatabases } from './databases.js'
import { measureEngines } from './engines.js'
import { type Figures, inProcess, overHttp, withServer } from './measure.js'
import { measureOperations } from './operations.js'
import { type Callers, commentsPerTicket, seed, tickets } from './seed.js'
import { type Size, sizes } from './skewed.js'

const seconds = Number(process.env.BENCH_SECONDS ?? 3)
const only = process.argv[2]
const folder = mkdtempSync(join(tmpdir(), 'opensupports-bench-'))
const files = { helpdesk: join(folder, 'helpdesk.db'), baseline: join(folder, 'baseline.db') }

const shown = ({ perSecond, p50, p99 }: Figures) =>
  `${Math.round(perSecond).toString().padStart(7)}/s ${p50.toFixed(2).padStart(7)} ${p99.toFixed(2).padStart(7)}`

function report(name: string, where: string, ours: Figures, theirs: Figures) {
  const ratio = (ours.perSecond / theirs.perSecond).toFixed(2)
  console.log(`${name.padEnd(32)} ${where.padEnd(16)} ${shown(ours)}  ${shown(theirs)}  ${ratio.padStart(6)}`)
}

async function measureInProcess(each: Case, callers: Callers) {
  const storage = await sqlite(files.helpdesk)
  const helpdesk = new OpenSupports({ storage })
  const operation = helpdesk.operations.get(each.path)
  if (!operation) throw new Error(`no ${each.path}`)
  const { csrf_userid: userId, csrf_token: token, ...fields } = each.fields(callers)
  const ours = await inProcess(() => helpdesk.call(operation, { userId, token }, fields), seconds * 500)
  await storage.close()
  const byHand = baseline(files.baseline)
  const form = new URLSearchParams(each.fields(callers))
  const theirs = await inProcess(() => byHand.answer(each.path, form), seconds * 500)
  report(each.name, 'in process', ours, theirs)
}

async function measureOverHttp(each: Case, callers: Callers, connections: number) {
  const ask = (side: 'helpdesk' | 'baseline') =>
    withServer(side, files[side], (url) =>
      overHttp(url + each.path, each.fields(callers), connections, seconds),
    )
  const ours = await ask('helpdesk')
  report(each.name, `HTTP, ${connections} conn.`, ours, await ask('baseline'))
}

try {
  if (only === 'backup') await measureBackup(folder)
  else if (only === 'import') await measureImport(folder)
  else if (only === 'adopt') await measureAdoption(folder)
  else if (only === 'engines') await measureEngines(folder, seconds)
  else if (only === 'operations')
    await measureOperations(folder, sizeOf(process.argv[3] ?? 'S'), seconds * 300)
  else await measureRequests()
} finally {
  await dropDatabases()
  rmSync(folder, { recursive: true, force: true })
}

async function measureRequests() {
  console.log(
    `Node ${process.version}, ${cpus().length} cores; ${tickets} tickets with ${commentsPerTicket} comments each`,
  )
  const callers = await seed(files.helpdesk)
  copyFileSync(files.helpdesk, files.baseline)
  console.log(`${''.padEnd(49)} helpdesk: rate, p50, p99 ms  by hand: rate, p50, p99 ms    ratio`)
  for (const each of cases.filter(({ name }) => !only || name.includes(only))) {
    await measureInProcess(each, callers)
    for (const connections of [1, 16]) await measureOverHttp(each, callers, connections)
  }
}

function sizeOf(name: string): Size {
  if (name in sizes) return name as Size
  throw new Error(`the size must be one of ${Object.keys(sizes).join(', ')}, not ${name}`)
}
