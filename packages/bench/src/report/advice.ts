import type { MixedResult } from '../figures/index.js'
import { shown } from './numbers.js'

/** Returns when a helpdesk should move from SQLite to a server, with the measured limit. */
export function advice(mixed: readonly MixedResult[]): string {
  const of = (engine: string) =>
    mixed
      .filter((each) => each.engine === engine && each.errors === 0)
      .map(({ perCpuSecond }) => perCpuSecond)
  const onSqlite = of('sqlite')
  const most = onSqlite.length > 0 ? Math.min(...onSqlite) : undefined
  const measured =
    most === undefined
      ? ''
      : ` In the mixed load above, one core serves about ${shown(most)} requests per second from SQLite, the database included.` +
        ` Plan with half of that for the busiest minute.`
  return `Stay on SQLite while one process on one machine serves the helpdesk. It needs no server, its backup is one file,
and a call costs the fewest round trips: for small reads it is the fastest of the three.${measured}

Move to PostgreSQL when one of these is true:

- A second process or machine should serve requests, so that one may fail or be updated while the other works. SQLite's
  file must not be on a network file system.
- The busiest minute has more requests than half of what one core serves. With a server, the database works on its own
  cores, and several processes share the rest.
- Searches for frequent words and statistics are a large part of the requests. On SQLite they cost the process its own CPU
  time, on a server they do not.
- Many writes come at once. SQLite writes one transaction at a time, and waits for the disk at each commit.

Take MariaDB or MySQL if you run one already: the operations are the same. To move, run \`opensupports export\` on the old
database and \`opensupports restore\` on the new one.`
}
