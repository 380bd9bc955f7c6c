import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lost } from './check.js'
import { Client } from './client.js'
import { installDesk } from './desk.js'
import { nothingYet, work } from './load.js'
import { serve } from './server.js'
import { until } from './until.js'

const diskSize = 24 * 1_048_576

/** Mounts a small disk in memory. Returns the function that removes it; undefined if that is not permitted here. */
function mountDisk(path: string): (() => void) | undefined {
  mkdirSync(path)
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${diskSize}`, 'tmpfs', path])
  if (status !== 0) return undefined
  // Also where a server that did not stop still uses it.
  return () => void spawnSync('umount', ['-l', path])
}

/** Returns the names of all files in a folder and below it. */
const filesIn = (folder: string) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)

/**
 * Fills the disk with the database and the files under load, and frees it again. Meanwhile, reads must be answered and
 * nothing acknowledged may be lost. Then the server must go on by itself, and unfinished files must be gone.
 */
export async function diskFull(folder: string, rounds: number): Promise<string[]> {
  const disk = join(folder, 'disk')
  const unmount = mountDisk(disk)
  if (!unmount) {
    console.log('  skipped: a disk in memory cannot be mounted, which takes root on Linux')
    return []
  }
  try {
    return await fill(disk, rounds)
  } finally {
    unmount()
  }
}

async function fill(disk: string, rounds: number): Promise<string[]> {
  const database = join(disk, 'helpdesk.db')
  const files = join(disk, 'files')
  const uploads = join(disk, 'uploads')
  const filler = join(disk, 'filler')
  mkdirSync(uploads)
  const { staff, customers } = await installDesk(database, 4)
  const env = { DATABASE_URL: database, DATA_DIR: disk, FILES_URL: files, UPLOAD_DIR: uploads }
  const server = await serve(env)
  const client = new Client(server.url)
  const known = nothingYet()
  const faults: string[] = []
  let stored = 0
  let refused = 0
  for (let round = 0; round < rounds; round++) {
    let isOver = false
    const works = customers.map((customer, index) =>
      work(server.url, { customer, staff }, round * 100 + index, known, () => isOver),
    )
    const [customer] = customers
    const created = await client.ask(
      '/ticket/create',
      { title: 'With files', content: 'See below.' },
      customer,
    )
    if (created.status !== 200) {
      isOver = true
      faults.push(`a write before it: ${created.status} ${created.code}`)
      break
    }
    const { ticketNumber } = created.data as { ticketNumber: number }
    const before = await client.upload(ticketNumber, 'One.', 'x'.repeat(50_000), staff)
    if (before.code === '') stored++
    else faults.push(`an upload before it: ${before.code}`)
    const enough = known.requests + 50
    await until(() => known.requests > enough)
    const { bsize, bavail } = statfsSync(disk)
    writeFileSync(filler, Buffer.alloc(Math.max(0, bsize * bavail - 300_000)))
    // Fills the rest, in competition with the database.
    const isFull = await until(async () => {
      const { status, code } = await client.upload(ticketNumber, 'One more.', 'x'.repeat(50_000), staff)
      if (status === 200 && code === '') stored++
      else if (status === 0) faults.push('an upload to a full disk was not answered')
      return code !== ''
    })
    if (!isFull) faults.push('the disk did not fill')
    // Also the database has no room any more.
    const isRefused = await until(async () => {
      const content = 'A long comment. '.repeat(1000)
      const { status, code } = await client.ask('/ticket/comment', { ticketNumber, content }, staff)
      if (status === 0) faults.push('a write to a full disk was not answered')
      return status !== 200 && code !== 'TOO_MANY_REQUESTS'
    })
    if (!isRefused) faults.push('nothing was refused')
    refused++
    for (let request = 0; request < 20; request++) {
      const { status, code } = await client.ask('/staff/get', {}, staff)
      if (status !== 200) faults.push(`a read on a full disk: ${status} ${code}`)
    }
    rmSync(filler)
    const again = await client.ask(
      '/ticket/create',
      { title: 'After it', content: 'There is room.' },
      customer,
    )
    if (again.status !== 200) faults.push(`a write after it: ${again.status} ${again.code}`)
    isOver = true
    await Promise.all(works)
  }
  const health = await client.send('GET', '/health')
  if (health.status !== 200) faults.push(`/health after it: ${health.status}`)
  client.close()
  if ((await server.stop()) !== 0) faults.push('the server did not stop')
  if (readdirSync(uploads).length > 0) faults.push('uploads were left behind')
  const kept = filesIn(files)
  if (kept.some((name) => name.endsWith('.part'))) faults.push('unfinished files were left behind')
  if (kept.length !== stored) faults.push(`${kept.length} files for ${stored} acknowledged ones`)
  const second = await serve(env)
  faults.push(...(await lost(second.url, staff, known)))
  if ((await second.stop()) !== 0) faults.push('the server did not stop')
  console.log(`  full ${refused} times, ${known.tickets.length} tickets and ${stored} files acknowledged`)
  return faults
}
