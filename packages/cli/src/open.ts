import { existsSync } from 'node:fs'
import { access, constants } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Storage } from '@opensupports/core'
import { filesAt, makeFolder } from '@opensupports/files'
import { openStorage } from '@opensupports/kysely'
import { ConfigError, type DataPlace, isFile, secretFrom } from './place.js'

/** Opens the database of a helpdesk, brought to its newest state; makes the folder of one that is a file. */
export async function openDatabase({ database }: Pick<DataPlace, 'database'>): Promise<Storage> {
  await makeDatabaseFolder(database)
  return openStorage(database)
}

/**
 * Makes the folder that the file of a database is in; does nothing for databases that listen.
 *
 * @throws ConfigError
 */
export async function makeDatabaseFolder(database: string): Promise<void> {
  if (isFile(database) && !/^file:/i.test(database)) await prepareFolder(dirname(fileOf(database)))
}

/**
 * Makes a folder, and makes sure that this process can write into it.
 *
 * @throws ConfigError
 */
export async function prepareFolder(path: string): Promise<void> {
  try {
    await makeFolder(path)
    await access(path, constants.W_OK)
  } catch (error) {
    throw new ConfigError(`the folder ${path} cannot be used: ${(error as Error).message}`)
  }
}

/** The file of an address that may say that it is one of SQLite. */
export const fileOf = (database: string): string => database.replace(/^sqlite:(?:\/\/(?=\/))?/i, '')

/** Opens a database for a piece of work, and closes it after it. */
export async function withDatabase<T>(
  place: Pick<DataPlace, 'database'>,
  work: (storage: Storage) => Promise<T>,
): Promise<T> {
  const storage = await openDatabase(place)
  try {
    return await work(storage)
  } finally {
    await storage.close()
  }
}

/** For whoever would otherwise look into an empty database that it has just made. */
export function mustExist({ database }: Pick<DataPlace, 'database'>): void {
  if (isFile(database) && !/^file:/i.test(database) && !existsSync(fileOf(database)))
    throw new ConfigError(`there is no database at ${database}`)
}

const bucketKeys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']

/**
 * Opens the store of attachments.
 *
 * @throws ConfigError
 */
export function openFiles({ files }: DataPlace, env: NodeJS.ProcessEnv) {
  try {
    return filesAt(files, Object.fromEntries(bucketKeys.map((name) => [name, secretFrom(env, name)])))
  } catch (error) {
    throw new ConfigError((error as Error).message)
  }
}
