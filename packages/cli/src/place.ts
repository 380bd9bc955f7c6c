import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** An invalid or missing value of the configuration. The message says what is valid. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'

  constructor(
    message: string,
    /** The invalid variable, if there is a single one. */
    readonly variable?: string,
  ) {
    super(message)
  }
}

/** Where a helpdesk stores its data. */
export interface DataPlace {
  /** The folder for the database and files if they have no address of their own. */
  readonly dataDir: string
  /** A path, or an address: `postgres://…`, `mysql://…`. */
  readonly database: string
  /** A folder, or `s3://bucket?endpoint=…`. */
  readonly files: string
}

/** The keys of the configuration file that `readPlace` uses. */
export const placeKeys = ['dataDir', 'databaseUrl', 'databaseUrlFile', 'filesUrl'] as const
export type PlaceKey = (typeof placeKeys)[number]

/** The variables of `readPlace`, for a help text. */
export const placeVariables = `  DATA_DIR      the folder of database and files; default data, in the current folder
  DATABASE_URL  the database: postgres://…, mysql://…, or a path; default helpdesk.db in DATA_DIR
                DATABASE_URL_FILE names a file with it, to keep the password out of the environment
  FILES_URL     the folder of attachments, or a bucket: s3://bucket/folder?endpoint=https://s3.example.com, whose keys
                are in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or _FILE); default files in DATA_DIR
`

/** Reads the environment. `overrides` takes precedence. */
export function readPlace(
  env: NodeJS.ProcessEnv,
  overrides: { readonly database?: string; readonly files?: string } = {},
): DataPlace {
  const dataDir = resolve(env.DATA_DIR || 'data')
  const databaseUrl = secretFrom(env, 'DATABASE_URL')
  return {
    dataDir,
    database: overrides.database || databaseUrl || join(dataDir, 'helpdesk.db'),
    files: overrides.files || env.FILES_URL || join(dataDir, 'files'),
  }
}

/** Returns whether the database is a file, as opposed to a server. */
export const isFile = (database: string): boolean => !/^(postgres|postgresql|mysql|mariadb):/i.test(database)

/** Returns whether attachments are in a folder, as opposed to a bucket. */
export const isFolder = (files: string): boolean => !/^s3:/i.test(files)

/**
 * Reads a variable that may have a secret, or the file that `<name>_FILE` names.
 *
 * @throws ConfigError if both are set, or the file cannot be read
 */
export function secretFrom(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const path = env[`${name}_FILE`]
  if (!path) return env[name] || undefined
  if (env[name]) throw new ConfigError(`${name} and ${name}_FILE are both set: remove one of them`)
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    throw new ConfigError(`cannot read the file of ${name}_FILE: ${(error as Error).message}`)
  }
}
