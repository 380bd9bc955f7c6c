import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type AddCommand, examples, print, withJsonOption } from '../command.js'
import { detectApp, frameworks, planFor } from '../init/index.js'
import { ConfigError } from '../place.js'

export const init: AddCommand = (program, terminal) => {
  withJsonOption(program.command('init'))
    .description(
      'add a helpdesk to the app in the current folder: for Express, Fastify, Koa, Hono, Next.js and NestJS',
    )
    .option('--dry-run', 'print what it would write')
    .addHelpText(
      'after',
      '\nLooks at package.json for the framework and the driver of a database, and never overwrites a file.',
    )
    .addHelpText('after', examples('init', 'init --dry-run'))
    .action(({ dryRun = false, json }: { dryRun?: boolean; json?: boolean }) => {
      const folder = terminal.folder ?? process.cwd()
      const app = detectApp(folder)
      const plan = planFor(app)
      const taken = Object.keys(plan.files).find((path) => existsSync(join(folder, path)))
      if (taken) throw new ConfigError(`${taken} exists already: nothing was written`)
      for (const [path, text] of dryRun ? [] : Object.entries(plan.files)) {
        mkdirSync(join(folder, dirname(path)), { recursive: true })
        writeFileSync(join(folder, path), text)
      }
      const name = app.framework === 'node' ? 'node:http' : frameworks[app.framework]
      const parts = [
        `Found ${name}. ${dryRun ? 'Would write' : 'Wrote'} ${Object.keys(plan.files).join(' and ')}.`,
        ...(dryRun ? Object.entries(plan.files).map(([path, text]) => `${path}:\n\n${text}`) : []),
        ...(app.esm ? [] : ['The packages are ES modules: set "type": "module" in package.json.']),
        `1. Install the packages:\n\n   npm install ${plan.packages.join(' ')}`,
        `2. Add these lines to ${plan.linesPlace}. The API is under ${plan.apiPath}.\n\n${plan.lines.trimEnd()}`,
        ...(plan.knowsPeople
          ? []
          : [`The people of your app are guests until you pass them on by the option \`session\`: ${guide}`]),
        `3. Make the first staff member:\n\n   npx opensupports create-admin --name Ada --email ada@example.com${places[app.driver].option}${places[app.driver].note}`,
        `4. The team answers in the web app, on the same database:\n\n   npx opensupports serve --files helpdesk-files${places[app.driver].option}${places[app.driver].note}`,
        `It may answer in your app, too: ${teamGuide}`,
      ]
      print(terminal, json, { ...app, ...plan }, `${parts.join('\n\n')}\n`)
    })
}

const guide = 'https://github.com/opensupports/opensupports-ts/blob/main/README.md#your-own-people'
const teamGuide = 'https://github.com/opensupports/opensupports-ts/blob/main/docs/how-to/team.md'

const inEnvironment = { option: '', note: '\n\n   with DATABASE_URL in the environment or in .env' }

const places = {
  'better-sqlite3': { option: ' --database helpdesk.db', note: '' },
  pg: inEnvironment,
  mysql2: inEnvironment,
} as const
