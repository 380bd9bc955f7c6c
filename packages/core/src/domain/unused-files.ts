import { isFileName } from '../platform/index.js'
import type { Storage } from '../storage/index.js'

/** How the files of a store and the helpdesk fit together. */
export interface FileReport {
  /** How many files are in the store. */
  readonly stored: number
  /** In the store, and nothing in the helpdesk shows them. */
  readonly unused: readonly string[]
  /** Shown in the helpdesk, and not in the store. */
  readonly missing: readonly string[]
}

/** The columns that hold the name of a file and nothing else. */
const fileColumns: Readonly<Record<string, string>> = {
  ticket: 'file',
  ticketevent: 'file',
  staff: 'profile_pic',
  os_mail_original: 'file',
}

/** What a download is called with, wherever it stands: in contents, templates, settings, mails that wait. */
const links = /\bfile=([A-Za-z0-9_][A-Za-z0-9_.-]*)/g
const ownLinks = /\/system\/download\?file=([A-Za-z0-9_][A-Za-z0-9_.-]*)/g

/**
 * Compares the names in a store with everything that a helpdesk keeps. An upload is in the store before anything shows
 * it: look for the names first, and call this some time later.
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
          // The link of another helpdesk may have the same form: it is missing nowhere.
          for (const [, name = ''] of value.matchAll(links)) unused.delete(name)
          for (const [, name = ''] of value.matchAll(ownLinks)) shown(name)
        }
      })
    }
  }
  return { stored, unused: [...unused].sort(), missing: [...missing].sort() }
}
