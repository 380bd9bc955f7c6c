import { curl } from 'opensupports'
import type { Login } from './demo/index.js'

/** Returns a table of the accounts, and a command to sign in. */
export function demoHints(apiUrl: string, logins: readonly Login[], password: string): string {
  const rows = [
    ['role', 'name', 'e-mail', 'password'],
    ...logins.map(({ role, name, email }) => [role, name, email, password]),
  ]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const [admin] = logins
  const fields = { email: admin?.email ?? '', password, staff: '1' }
  return `The demo is installed:

${lines.map((line) => `  ${line}\n`).join('')}
Sign in:

  ${curl(apiUrl, { path: '/user/login', fields })}

`
}
