import type { AddCommand } from '../command.js'
import { adoptCommand } from './adopt.js'
import { check } from './check.js'
import { cleanFiles } from './clean-files.js'
import { createAdmin } from './create-admin.js'
import { exportCommand } from './export.js'
import { migrate } from './migrate.js'
import { restore } from './restore.js'
import { serveCommand } from './serve.js'

/** In the order of the help text. */
export const commands: readonly AddCommand[] = [
  serveCommand,
  createAdmin,
  migrate,
  adoptCommand,
  exportCommand,
  restore,
  check,
  cleanFiles,
]
