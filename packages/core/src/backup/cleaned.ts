import { cleanHtml } from '../domain/helpdesk/index.js'
import type { BackupPart } from '../storage/index.js'

const richTables = ['ticket', 'ticketevent', 'article', 'customresponse']

/** Cleans the rich text of a backup, whose origin is unknown. Events other than comments hold plain text. */
export async function* cleaned(
  parts: AsyncIterable<BackupPart>,
): AsyncGenerator<BackupPart, void, undefined> {
  for await (const part of parts) {
    const content = part.columns.indexOf('content')
    const type = part.table === 'ticketevent' ? part.columns.indexOf('type') : -1
    if (content < 0 || !richTables.includes(part.table)) {
      yield part
      continue
    }
    const rows: (typeof part.rows)[number][] = []
    for (const row of part.rows) {
      const html = row[content]
      const isRich = typeof html === 'string' && (type < 0 || row[type] === 'COMMENT')
      rows.push(isRich ? row.with(content, await cleanHtml(html)) : row)
    }
    yield { ...part, rows }
  }
}
