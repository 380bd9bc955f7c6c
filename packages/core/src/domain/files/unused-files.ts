import { isFileName } from '../../platform/index.js'
import type { Storage } from '../../storage/index.js'

/** The differences between a file store and what the helpdesk refers to. */
export interface FileReport {
  /** The number of files in the store. */
  readonly stored: number
  /** In the store, but not referenced by the helpdesk. */
  readonly unused: readonly string[]
  /** Referenced by the helpdesk, but not in the store. */
  readonly missing: readonly string[]
}

/** The columns that contain only the name of a file. */
const fileColumns: Readonly<Record<string, string>> = {
  ticket: 'file',
  ticketevent: 'file',
  staff: 'profile_pic',
  os_mail_original: 'file',
}

/** Matches the `file=` parameter of download links in any stored text. */
const links = /\bfile=([A-Za-z0-9_][A-Za-z0-9_.-]*)/g
const ownLinks = /\/system\/download\?file=([A-Za-z0-9_][A-Za-z0-9_.-]*)/g

/**
 * Compares the names in a store with all references to files. An upload is stored before it is referenced: list the
 * names first, and call this some time later.
 */
export async function compareFiles(storage: Storage, names: Iterable<string>): Promise<FileReport> {
  const unused = new Set(names)
  const stored = unused.size
  const all = new Set(unused)
  const missing = new Set<string>()
  const shown = (name: string) => {
    unused.delete(name)
    if (!all.has(name)) missing.add(name)
  }
  for await (const { table, columns, rows } of storage.backup.parts()) {
    const place = columns.indexOf(fileColumns[table] ?? '')
    for (const row of rows) {
      row.forEach((value, column) => {
        if (typeof value !== 'string') return
        if (column === place && isFileName(value)) shown(value)
        else if (value.includes('file=')) {
          // The link may belong to another helpdesk, so do not report it as missing.
          for (const [, name = ''] of value.matchAll(links)) unused.delete(name)
          for (const [, name = ''] of value.matchAll(ownLinks)) shown(name)
        }
      })
    }
  }
  return { stored, unused: [...unused].sort(), missing: [...missing].sort() }
}
