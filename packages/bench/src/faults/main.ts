// Runs the bundled server into faults and checks what must hold: whatever was acknowledged is kept, every request gets
// an answer, and the server recovers by itself. Exits with 1 if something does not hold.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dropDatabases, emptyMysql, emptyPostgres } from '../databases.js'
import { clockBack } from './clock.js'
import { crowded, overloaded } from './crowd.js'
import { cutOff } from './cut.js'
import { diskFull } from './disk.js'
import { hanging } from './hang.js'
import { killed } from './kill.js'

// `short` takes less time. Another word chooses the scenarios with it in their names.
const words = process.argv.slice(2)
const isLong = words[0] !== 'short'
const chosen = words.slice(isLong ? 0 : 1).join(' ')
const folder = mkdtempSync(join(tmpdir(), 'opensupports-faults-'))
let files = 0
const file = async () => join(folder, `${files++}.db`)

type Scenario = (database: string) => Promise<string[]>
const kills: Scenario = (database) => killed(database, folder, isLong ? 20 : 3)
const cuts: Scenario = (database) => cutOff(database, folder, isLong ? 20 : 3)

type Entry = readonly [name: string, open: () => Promise<string | undefined>, run: Scenario]

const scenarios: readonly Entry[] = [
  ['kill -9 under load, SQLite', file, kills],
  ['kill -9 under load, PostgreSQL', emptyPostgres, kills],
  ['kill -9 under load, MySQL or MariaDB', emptyMysql, kills],
  ['database connections cut and hanging, PostgreSQL', emptyPostgres, cuts],
  ['database connections cut and hanging, MySQL or MariaDB', emptyMysql, cuts],
  [
    'idle and slow connections',
    file,
    (database) => crowded(database, folder, isLong ? 2000 : 200, isLong ? 1000 : 100),
  ],
  ['overload', file, (database) => overloaded(database, folder, isLong ? 200 : 60)],
]

/** These scenarios wait most of the time, so they run at the same time. */
const patient: readonly Entry[] = [
  ['clock set back a day', file, (database) => clockBack(database, folder)],
  ['full disk', file, () => diskFull(folder, isLong ? 10 : 2)],
  ['mail servers and bucket that hang', file, (database) => hanging(database, folder)],
]

async function runScenario([name, open, run]: Entry) {
  if (!name.includes(chosen)) return
  const database = await open()
  if (database === undefined) return
  console.log(name)
  const faults = await run(database)
  for (const fault of faults.slice(0, 10)) console.log(`  FAULT ${name}: ${fault}`)
  if (faults.length > 0) process.exitCode = 1
}

try {
  for (const scenario of scenarios) await runScenario(scenario)
  await Promise.all(patient.map(runScenario))
} finally {
  await dropDatabases()
  rmSync(folder, { recursive: true, force: true })
}
