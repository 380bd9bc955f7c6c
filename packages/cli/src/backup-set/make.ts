import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BackupOptions, type FileStore, OpenSupports, type Storage } from '@opensupports/core'
import { type Progress, showingBytes } from '../progress.js'
import { diskUpload, hashing, hashOf, textUpload } from './hashed.js'
import { listText, readList, setAt, setsIn } from './manifest.js'
import type { BackupStores } from './stores.js'

/** What `makeSet` has written. */
export interface MadeSet {
  readonly stamp: string
  /** The size of the database's file, in bytes. */
  readonly bytes: number
  /** The number of files in the set. */
  readonly files: number
  /** How many of them an earlier set did not have. */
  readonly copied: number
}

/** The parts of a helpdesk that a backup contains. */
export interface BackupSource {
  readonly storage: Storage
  /** Without it, the set has no files. */
  readonly files: (FileStore & Required<Pick<FileStore, 'names'>>) | undefined
}

/**
 * Writes the database and then the files, so that the set has each file that its database names, unless it was deleted
 * meanwhile. Files never change under their names, so those of an earlier set are not copied again.
 */
export async function makeSet(
  { storage, files }: BackupSource,
  to: BackupStores,
  now: Date,
  progress: Progress,
  options: BackupOptions = {},
): Promise<MadeSet> {
  const set = setAt(now)
  const [latest] = await setsIn(to.sets)
  const known = latest ? await readList(to.sets, latest.list) : new Map<string, string>()
  const bytes = await putDatabase(storage, to.sets, set.database, progress, options)
  const hashes = new Map<string, string>()
  let copied = 0
  for await (const name of files?.names() ?? []) {
    options.signal?.throwIfAborted()
    progress.show('Files', hashes.size)
    const source = await files?.open(name)
    if (!source) continue
    const there = await to.files.open(name)
    if (there?.size === source.size) hashes.set(name, known.get(name) ?? (await hashOf(there)))
    else {
      const { upload, hash } = hashing(name, source)
      await to.files.put(name, upload)
      hashes.set(name, hash())
      copied++
    }
  }
  await to.sets.put(set.list, textUpload(set.list, listText(hashes)))
  return { stamp: set.stamp, bytes, files: hashes.size, copied }
}

/** Writes the database to a temporary file first, since a store needs the size in advance. */
async function putDatabase(
  storage: Storage,
  sets: FileStore,
  name: string,
  progress: Progress,
  options: BackupOptions,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'opensupports-backup-'))
  try {
    const path = join(folder, name)
    const lines = new OpenSupports({ storage }).backup(options)
    await writeFile(path, showingBytes(lines, 'MiB of the database', progress), { mode: 0o600 })
    const upload = await diskUpload(name, path)
    await sets.put(name, upload)
    return upload.size
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Removes all sets but the newest ones, and the files that none of these has.
 *
 * @returns the number of removed sets
 */
export async function keepNewest(to: BackupStores, count: number): Promise<number> {
  const sets = await setsIn(to.sets)
  const old = sets.slice(count)
  if (old.length === 0) return 0
  const kept = new Set<string>()
  for (const { list } of sets.slice(0, count)) {
    for (const name of (await readList(to.sets, list)).keys()) kept.add(name)
  }
  for (const { list, database } of old) {
    await to.sets.remove(list)
    await to.sets.remove(database)
  }
  const unused: string[] = []
  for await (const name of to.files.names()) if (!kept.has(name)) unused.push(name)
  for (const name of unused) await to.files.remove(name)
  return old.length
}
