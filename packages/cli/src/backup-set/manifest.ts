import type { FileStore } from '@opensupports/core'
import { ConfigError } from '../place.js'

/** A backup with files, in a folder or bucket. Several share the files that they have in common. */
export interface BackupSet {
  /** When it was made: `20261126T231500Z`. */
  readonly stamp: string
  /** The file of the database, in the format of `export`. */
  readonly database: string
  /** The list of the files with their hashes, in the format of `sha256sum`. */
  readonly list: string
}

const namePattern = /^helpdesk-(\d{8}T\d{6}Z)\.(jsonl|sha256)$/

/** Returns the names of a set that is made now. */
export function setAt(now: Date): BackupSet {
  return setOf(now.toISOString().replace(/[-:]|\.\d+/g, ''))
}

const setOf = (stamp: string): BackupSet => ({
  stamp,
  database: `helpdesk-${stamp}.jsonl`,
  list: `helpdesk-${stamp}.sha256`,
})

/** Lists the complete sets, newest first. The list of the files is written last, so a set without one is incomplete. */
export async function setsIn(sets: Required<Pick<FileStore, 'names'>>): Promise<BackupSet[]> {
  const stamps: string[] = []
  for await (const name of sets.names()) {
    const [, stamp, ending] = namePattern.exec(name) ?? []
    if (stamp && ending === 'sha256') stamps.push(stamp)
  }
  return stamps.sort().reverse().map(setOf)
}

/** Returns when the newest complete set was made; undefined if there is none. */
export async function newestSetAt(sets: Required<Pick<FileStore, 'names'>>): Promise<Date | undefined> {
  const [newest] = await setsIn(sets)
  return newest && new Date(newest.stamp.replace(/^(....)(..)(..T..)(..)/, '$1-$2-$3:$4:'))
}

/** Reads a list of files: the hash of each file by its name. */
export async function readList(sets: FileStore, name: string): Promise<Map<string, string>> {
  const stored = await sets.open(name)
  if (!stored) throw new ConfigError(`the backup has no ${name}`)
  const text = await new Response(stored.stream()).text()
  const hashes = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [, hash, file] = /^([0-9a-f]{64}) {2}files\/([^/]+)$/.exec(line) ?? []
    if (hash && file) hashes.set(file, hash)
    else if (line !== '') throw new ConfigError(`${name} is damaged: a line is not a hash and a name`)
  }
  return hashes
}

/** Writes a list of files, which `sha256sum --check` can read in the folder of the backup. */
export const listText = (hashes: ReadonlyMap<string, string>): string =>
  [...hashes].map(([file, hash]) => `${hash}  files/${file}\n`).join('')
