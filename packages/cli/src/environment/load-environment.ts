import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { ConfigError } from '../place.js'
import { variableOf } from './config-file.js'

/** Environment variables, with those of the files in a folder. */
export interface Environment {
  readonly values: NodeJS.ProcessEnv
  /** The file of each variable that a file has set, by name. */
  readonly sources: ReadonlyMap<string, string>
}

/** The first one that exists is read. */
const configFiles = ['ts', 'mts', 'js', 'mjs'].map((ending) => `opensupports.config.${ending}`)

/**
 * Adds to the environment what `.env` and `opensupports.config.ts` in a folder set. The environment has precedence over
 * `.env`, and `.env` over the configuration file. An empty variable counts as absent.
 *
 * @param names the variables that a configuration file may set
 * @throws ConfigError if a file cannot be read, or the configuration file has an unknown or unusable value
 */
export async function loadEnvironment(
  env: NodeJS.ProcessEnv,
  folder: string,
  names: readonly string[],
): Promise<Environment> {
  const values: NodeJS.ProcessEnv = {}
  const sources = new Map<string, string>()
  const add = (file: string, entries: Iterable<readonly [string, string]>) => {
    for (const [name, value] of entries) {
      values[name] = value
      sources.set(name, file)
    }
  }
  const configFile = configFiles.find((name) => existsSync(join(folder, name)))
  if (configFile) add(configFile, variablesOf(configFile, await importConfig(folder, configFile), names))
  if (existsSync(join(folder, '.env'))) add('.env', Object.entries(readDotEnv(folder)))
  for (const [name, value] of Object.entries(env)) {
    if (!value) continue
    values[name] = value
    sources.delete(name)
  }
  removeOverruled(values, sources)
  return { values, sources }
}

/** Keeps only the stronger of `NAME` and `NAME_FILE`, if one comes from a file and the other from the environment. */
function removeOverruled(values: NodeJS.ProcessEnv, sources: Map<string, string>): void {
  for (const fileName of Object.keys(values).filter((name) => name.endsWith('_FILE'))) {
    const name = fileName.slice(0, -'_FILE'.length)
    if (!values[name] || sources.get(name) === sources.get(fileName)) continue
    const strength = (each: string) => [...configFiles, '.env', undefined].indexOf(sources.get(each))
    delete values[strength(name) > strength(fileName) ? fileName : name]
  }
}

function readDotEnv(folder: string): Record<string, string> {
  try {
    const entries = parseEnv(readFileSync(join(folder, '.env'), 'utf8'))
    return Object.fromEntries(Object.entries(entries).flatMap(([name, text]) => (text ? [[name, text]] : [])))
  } catch (error) {
    throw new ConfigError(`cannot read .env: ${(error as Error).message}`)
  }
}

/** Imports the file, compiled if it is TypeScript. Loads the compiler only if there is such a file. */
async function importConfig(folder: string, file: string): Promise<unknown> {
  const { createJiti } = await import('jiti')
  try {
    const jiti = createJiti(import.meta.url, { fsCache: false, moduleCache: false })
    return await jiti.import(join(folder, file), { default: true })
  } catch (error) {
    throw new ConfigError(`cannot read ${file}: ${(error as Error).message}`)
  }
}

/** Returns the variables that the keys of a configuration file set: `publicUrl` sets PUBLIC_URL. */
function variablesOf(file: string, config: unknown, names: readonly string[]): [string, string][] {
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new ConfigError(`${file} must have a default export: defineConfig({ … })`)
  return Object.entries(config).flatMap(([key, value]): [string, string][] => {
    const name = variableOf(key)
    if (!names.includes(name)) throw new ConfigError(`${file}: there is no option ${JSON.stringify(key)}`)
    if (value === undefined || value === null) return []
    const text = textOf(value)
    if (text === undefined)
      throw new ConfigError(`${file}: ${key} must be a text, a number, a switch or a list`)
    return text === '' ? [] : [[name, text]]
  })
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join(',')
  return undefined
}
