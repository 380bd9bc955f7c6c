import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Storage } from '@opensupports/core'
import { filesAt } from '@opensupports/files'
import { openStorage } from '@opensupports/kysely'
import { ConfigError, type DataPlace, isFile } from './place.js'

/** Opens the database of a helpdesk, brought to its newest state; makes the folder of one that is a file. */
export async function openDatabase({ database }: DataPlace): Promise<Storage> {
  if (isFile(database)) {
    await mkdir(dirname(database), { recursive: true, mode: 0o700 }).catch((error: Error) => {
      throw new ConfigError(`${dirname(database)} cannot be used: ${error.message}`)
    })
  }
  return openStorage(database)
}

/** Opens a database for a piece of work, and closes it after it. */
export async function withDatabase<T>(place: DataPlace, work: (storage: Storage) => Promise<T>): Promise<T> {
  const storage = await openDatabase(place)
  try {
    return await work(storage)
  } finally {
    await storage.close()
  }
}

/** For whoever would otherwise look into an empty database that it has just made. */
export function mustExist({ database }: DataPlace): void {
  const file = database.replace(/^sqlite:/, '')
  if (isFile(database) && !existsSync(file)) throw new ConfigError(`there is no database at ${database}`)
}

/**
 * Opens the store of attachments.
 *
 * @throws ConfigError
 */
export function openFiles({ files }: DataPlace, env: NodeJS.ProcessEnv) {
  try {
    return filesAt(files, env)
  } catch (error) {
    throw new ConfigError((error as Error).message)
  }
}
