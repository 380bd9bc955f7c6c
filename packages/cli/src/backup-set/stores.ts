import type { FileStore } from '@opensupports/core'
import { openFiles } from '../open.js'
import { type DataPlace, isFolder } from '../place.js'

type ListedStore = FileStore & Required<Pick<FileStore, 'names'>>

/** The two stores of a place for backups: for the sets, and for the files that they share. */
export interface BackupStores {
  readonly sets: ListedStore
  readonly files: ListedStore
}

/**
 * Opens a place for backups: a folder, or `s3://bucket/folder?endpoint=…`.
 *
 * @throws ConfigError if the address is invalid or keys are missing
 */
export function backupStores(address: string, place: DataPlace, env: NodeJS.ProcessEnv): BackupStores {
  const at = (files: string) => openFiles({ ...place, files }, env)
  return { sets: at(address), files: at(filesBelow(address)) }
}

function filesBelow(address: string): string {
  if (isFolder(address)) return `${address.replace(/\/+$/, '')}/files`
  const url = new URL(address)
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/files`
  return url.href
}
