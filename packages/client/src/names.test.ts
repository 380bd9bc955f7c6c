import { memoryStorage, OpenSupports } from '@opensupports/core'
import { describe, expect, test } from 'vitest'
import { endsSession, isDownload, isRead, pathOf, startsSession } from './names.js'

const helpdesk = new OpenSupports({ storage: memoryStorage() })
const groups = ['user', 'staff', 'ticket', 'article', 'system'] as const
const methods = groups.flatMap((group) =>
  Object.keys(helpdesk[group]).map((method) => [group, method] as const),
)
const operations = [...helpdesk.operations.values()]

/** Reads that cost others something each time: they connect to mail servers, or send the whole database. */
const readOnce = [
  '/system/backup-database',
  '/system/test-smtp',
  '/system/test-imap',
  '/system/init-database',
]

describe('the names of the methods tell', () => {
  test('the path of every operation', () => {
    expect(methods.map(([group, method]) => pathOf(group, method))).toEqual(
      operations.map(({ path }) => path),
    )
    expect(operations.length).toBeGreaterThan(100)
  })

  test('which ones read, and may be repeated', () => {
    const repeated = methods.filter(([, method]) => isRead(method)).map((names) => pathOf(...names))
    const reads = operations.filter((operation) => 'read' in operation).map(({ path }) => path)
    expect(repeated).toEqual(reads.filter((path) => !readOnce.includes(path)))
  })

  test('which one is a GET', () => {
    const byGet = operations.filter(({ http }) => http === 'GET').map(({ path }) => path)
    expect(operations.map(({ path }) => path).filter(isDownload)).toEqual(byGet)
  })

  test('which ones open or end a session', () => {
    const paths = operations.map(({ path }) => path)
    const starting = operations.filter(({ session }) => session === 'starts').map(({ path }) => path)
    const ending = operations.filter(({ session }) => session === 'ends').map(({ path }) => path)
    expect(paths.filter(startsSession)).toEqual(starting)
    expect(paths.filter(endsSession)).toEqual(ending)
  })
})
