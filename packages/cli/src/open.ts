import { existsSync } from 'node:fs'
import { access, constants } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Storage } from '@opensupports/core'
import { filesAt, makeFolder } from '@opensupports/files'
import { openStorage, type ServerLimits } from '@opensupports/kysely'
import { ConfigError, type DataPlace, isFile, secretFrom } from './place.js'

/** Opens the database of a helpdesk and applies migrations. Creates the folder of a database file. */
export async function openDatabase(
  { database }: Pick<DataPlace, 'database'>,
  limits: ServerLimits = {},
): Promise<Storage> {
  await makeDatabaseFolder(database)
  return openStorage(database, { limits })
}

/**
 * Creates the folder of a database file. Does nothing for a database server.
 *
 * @throws ConfigError if the folder cannot be created or is not writable
 */
export async function makeDatabaseFolder(database: string): Promise<void> {
  const file = databaseFile({ database })
  if (file !== undefined) await prepareFolder(dirname(file))
}

/**
 * Creates a folder, and checks that this process can write to it.
 *
 * @throws ConfigError if it cannot
 */
export async function prepareFolder(path: string): Promise<void> {
  try {
    await makeFolder(path)
    await access(path, constants.W_OK)
  } catch (error) {
    throw new ConfigError(`cannot use the folder ${path}: ${(error as Error).message}`)
  }
}

/** Returns the path of an SQLite address, without the scheme if it has one. */
const fileOf = (database: string): string => database.replace(/^sqlite:(?:\/\/(?=\/))?/i, '')

/** Returns the path of a database's file; undefined for a database server, and for a URI of SQLite. */
export const databaseFile = ({ database }: Pick<DataPlace, 'database'>): string | undefined =>
  isFile(database) && !/^file:/i.test(database) ? fileOf(database) : undefined

/** Opens a database, runs a function with it, and closes it. */
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

/** Prevents commands from reading an empty database file that they have just created. */
export function mustExist(place: Pick<DataPlace, 'database'>): void {
  const file = databaseFile(place)
  if (file !== undefined && !existsSync(file))
    throw new ConfigError(`the database file ${place.database} does not exist`)
}

const bucketKeys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']

/**
 * Opens the store of attachments.
 *
 * @throws ConfigError if the address is invalid or keys are missing
 */
export function openFiles({ files }: DataPlace, env: NodeJS.ProcessEnv) {
  try {
    return filesAt(files, Object.fromEntries(bucketKeys.map((name) => [name, secretFrom(env, name)])))
  } catch (error) {
    throw new ConfigError((error as Error).message)
  }
}
