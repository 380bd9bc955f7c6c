// The browser of the checks.
import { spawnSync } from 'node:child_process'

/** The path of an installed Chromium; undefined if there is none. */
export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => spawnSync(path, ['--version']).status === 0,
)
