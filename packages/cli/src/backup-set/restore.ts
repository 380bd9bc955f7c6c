import { type FileStore, type RestoreOptions, restoreBackup, type Storage } from '@opensupports/core'
import { ConfigError } from '../place.js'
import { type Progress, showingBytes } from '../progress.js'
import { hashing, hashOf } from './hashed.js'
import { readList, setsIn } from './manifest.js'
import type { BackupStores } from './stores.js'

/** What `restoreSet` has restored. */
export interface RestoredSet {
  readonly stamp: string
  readonly rows: number
  readonly files: number
}

/** The empty helpdesk to fill. */
export interface RestoreTarget {
  readonly storage: Storage
  /** Without it, only the database is restored. */
  readonly files: FileStore | undefined
}

/**
 * Restores the newest set, or the one with a stamp: first the files, each compared with its hash, then the database. If
 * it is interrupted, the database is still empty, and the same call goes on with the files that are not there yet.
 *
 * @throws ConfigError if there is no such set, or a file is missing or damaged
 */
export async function restoreSet(
  from: BackupStores,
  { storage, files }: RestoreTarget,
  stamp: string | undefined,
  progress: Progress,
  options: RestoreOptions = {},
): Promise<RestoredSet> {
  const sets = await setsIn(from.sets)
  const set = stamp === undefined ? sets[0] : sets.find((each) => each.stamp === stamp)
  if (!set)
    throw new ConfigError(`there is no backup${stamp === undefined ? '' : ` of ${stamp}`} at this place`)
  const database = await from.sets.open(set.database)
  if (!database) throw new ConfigError(`the backup has no ${set.database}`)
  const hashes = await readList(from.sets, set.list)
  let done = 0
  for (const [name, hash] of files ? hashes : []) {
    options.signal?.throwIfAborted()
    progress.show('Files', ++done, hashes.size)
    const stored = await from.files.open(name)
    if (!stored) throw new ConfigError(`the backup has no file ${name}`)
    // An interrupted restore goes on here.
    const there = await files?.open(name)
    if (there?.size === stored.size && (await hashOf(there)) === hash) continue
    const copy = hashing(name, stored)
    await files?.put(name, copy.upload)
    if (copy.hash() === hash) continue
    await files?.remove(name)
    throw new ConfigError(`the backup’s file ${name} is damaged: its hash is not the one in ${set.list}`)
  }
  const lines = showingBytes(database.stream(), 'MiB of the database', progress, database.size)
  const { rows } = await restoreBackup(storage, lines, options)
  return { stamp: set.stamp, rows, files: done }
}
