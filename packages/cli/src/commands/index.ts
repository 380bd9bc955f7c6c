import type { AddCommand } from '../command.js'
import { adoptCommand } from './adopt.js'
import { backup } from './backup.js'
import { check } from './check.js'
import { cleanFiles } from './clean-files.js'
import { createAdmin } from './create-admin.js'
import { erase } from './erase.js'
import { exportCommand } from './export.js'
import { init } from './init.js'
import { mail } from './mail.js'
import { migrate } from './migrate.js'
import { restore } from './restore.js'
import { serveCommand } from './serve.js'
import { settings } from './settings.js'
import { staff } from './staff.js'
import { token } from './token.js'
import { upgrade } from './upgrade.js'

/** In the order of the help text. */
export const commands: readonly AddCommand[] = [
  serveCommand,
  init,
  createAdmin,
  migrate,
  upgrade,
  adoptCommand,
  backup,
  exportCommand,
  restore,
  check,
  cleanFiles,
  settings,
  staff,
  token,
  mail,
  erase,
]
