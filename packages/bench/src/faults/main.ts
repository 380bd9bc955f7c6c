// Runs the bundled server into faults and checks what must hold: whatever was acknowledged is kept, every request gets
// an answer, and the server recovers by itself. Exits with 1 if something does not hold.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dropDatabases, emptyMysql, emptyPostgres } from '../databases.js'
import { crowded, overloaded } from './crowd.js'
import { cutOff } from './cut.js'
import { killed } from './kill.js'

const isLong = process.argv[2] !== 'short'
const folder = mkdtempSync(join(tmpdir(), 'opensupports-faults-'))
let files = 0
const file = async () => join(folder, `${files++}.db`)

type Scenario = (database: string) => Promise<string[]>
const kills: Scenario = (database) => killed(database, folder, isLong ? 20 : 3)
const cuts: Scenario = (database) => cutOff(database, folder, isLong ? 20 : 3)

const scenarios: readonly [string, () => Promise<string | undefined>, Scenario][] = [
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

try {
  for (const [name, open, run] of scenarios) {
    const database = await open()
    if (database === undefined) continue
    console.log(name)
    const faults = await run(database)
    for (const fault of faults.slice(0, 10)) console.log(`  FAULT ${fault}`)
    if (faults.length > 0) process.exitCode = 1
  }
} finally {
  await dropDatabases()
  rmSync(folder, { recursive: true, force: true })
}
