// Runs a code snippet of a README. It passes if it exits with success, or still serves after a few seconds. Prints its
// output.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'snippet-'))
const child = spawn(process.execPath, [resolve(process.argv[2])], {
  cwd: folder,
  stdio: ['ignore', 'inherit', 'inherit'],
})
const enough = setTimeout(() => child.kill(), 5000)
child.on('exit', (code, signal) => {
  clearTimeout(enough)
  rmSync(folder, { recursive: true, force: true })
  process.exit(signal === 'SIGTERM' ? 0 : (code ?? 1))
})
