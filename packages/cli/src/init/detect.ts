import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { ConfigError } from '../place.js'

/** The frameworks that `init` knows, by their packages. The first one that the app depends on counts. */
export const frameworks = {
  next: 'Next.js',
  '@nestjs/core': 'NestJS',
  hono: 'Hono',
  fastify: 'Fastify',
  koa: 'Koa',
  express: 'Express',
} as const

export type Framework = keyof typeof frameworks | 'node'

/** The databases that `init` knows, by their driver. */
export const drivers = { pg: 'postgres', mysql2: 'mysql', 'better-sqlite3': 'sqlite' } as const

export type Driver = keyof typeof drivers

/** An app to add a helpdesk to. */
export interface App {
  readonly framework: Framework
  readonly driver: Driver
  /** The ending of its source files. */
  readonly ending: 'ts' | 'js'
  /** The folder of its source files, relative to the app: `src`, or empty. */
  readonly source: string
  /** Whether its package is an ES module, or its framework compiles it as one. */
  readonly esm: boolean
  /** The file of its better-auth, relative to the app; undefined if it has no better-auth. */
  readonly auth: string | undefined
}

/** Where the guide of better-auth has its file, in the app or in its folder of sources. */
const authFiles = ['auth', 'lib/auth', 'utils/auth', 'server/auth', 'app/auth']

/**
 * Looks at the package in a folder.
 *
 * @throws ConfigError if the folder has no package.json, or the file is not JSON
 */
export function detectApp(folder: string): App {
  const manifest = readManifest(folder)
  const installed = new Set(
    [manifest.dependencies, manifest.devDependencies].flatMap((list) => Object.keys(list ?? {})),
  )
  const framework = (Object.keys(frameworks) as (keyof typeof frameworks)[]).find((name) =>
    installed.has(name),
  )
  const driver = (Object.keys(drivers) as Driver[]).find((name) => installed.has(name))
  const isTypeScript = installed.has('typescript') || existsSync(join(folder, 'tsconfig.json'))
  const ending = isTypeScript ? 'ts' : 'js'
  const source = existsSync(join(folder, 'src')) ? 'src' : ''
  return {
    framework: framework ?? 'node',
    driver: driver ?? 'better-sqlite3',
    ending,
    source,
    esm: manifest.type === 'module' || framework === 'next',
    auth: installed.has('better-auth') ? authFile(folder, source, ending) : undefined,
  }
}

function authFile(folder: string, source: string, ending: App['ending']): string {
  const candidates = [source, ''].flatMap((place) =>
    authFiles.map((name) => posix.join(place, `${name}.${ending}`)),
  )
  return candidates.find((path) => existsSync(join(folder, path))) ?? posix.join(source, `auth.${ending}`)
}

interface Manifest {
  readonly type?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

function readManifest(folder: string): Manifest {
  const path = join(folder, 'package.json')
  if (!existsSync(path)) throw new ConfigError('there is no package.json here: run `npm init` first')
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Manifest
  } catch (error) {
    throw new ConfigError(`package.json cannot be read: ${(error as Error).message}`)
  }
}
