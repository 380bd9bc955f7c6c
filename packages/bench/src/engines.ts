// Compares the same requests to the same helpdesk on each database engine, in one run.
import { join } from 'node:path'
import { OpenSupports, restoreBackup } from '@opensupports/core'
import { openStorage } from '@opensupports/kysely'
import { cases } from './cases.js'
import { emptyMysql, emptyPostgres } from './databases.js'
import { type Figures, inProcess, overHttp, withServer } from './measure.js'
import { commentsPerTicket, seed, tickets } from './seed.js'

export async function measureEngines(folder: string, seconds: number): Promise<void> {
  const file = join(folder, 'engines.db')
  const callers = await seed(file)
  const addresses = {
    SQLite: file,
    PostgreSQL: await emptyPostgres(),
    'MySQL or MariaDB': await emptyMysql(),
  }
  const original = await openStorage(file)
  for (const address of Object.values(addresses)) {
    if (!address || address === file) continue
    const storage = await openStorage(address)
    await restoreBackup(storage, new OpenSupports({ storage: original }).backup())
    await storage.close()
  }
  await original.close()
  console.log(`${tickets} tickets with ${commentsPerTicket} comments each; ratios to SQLite`)
  for (const { name, path, fields } of cases) {
    const first: Record<string, number> = {}
    for (const [engine, address] of Object.entries(addresses)) {
      if (!address) continue
      const storage = await openStorage(address)
      const helpdesk = new OpenSupports({ storage })
      const operation = helpdesk.operations.get(path)
      if (!operation) throw new Error(`no ${path}`)
      const { csrf_userid: userId, csrf_token: token, ...params } = fields(callers)
      const call = () => helpdesk.call(operation, { userId, token }, params)
      const inside = await inProcess(call, seconds * 500)
      await storage.close()
      const outside = await withServer('helpdesk', address, (url) =>
        overHttp(url + path, fields(callers), 16, seconds),
      )
      const shown = ([where, { perSecond, p50, p99 }]: [string, Figures]) => {
        first[where] ??= perSecond
        const ratio = (perSecond / first[where]).toFixed(2)
        return `${where} ${Math.round(perSecond).toString().padStart(6)}/s ${p50.toFixed(2).padStart(7)} ${p99.toFixed(2).padStart(7)} ms ${ratio.padStart(5)}`
      }
      const both: [string, Figures][] = [
        ['in process', inside],
        ['HTTP, 16 conn.', outside],
      ]
      console.log(`${name.padEnd(32)} ${engine.padEnd(17)} ${both.map(shown).join('   ')}`)
    }
  }
}
