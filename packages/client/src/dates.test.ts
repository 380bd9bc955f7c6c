import { memoryStorage, OpenSupports } from '@opensupports/core'
import { describe, expect, test } from 'vitest'
import { reviveDates } from './dates.js'

interface Schema {
  readonly type: string
  readonly entries?: Readonly<Record<string, Schema>>
  readonly item?: Schema
  readonly wrapped?: Schema
  readonly options?: readonly unknown[]
  readonly pipe?: readonly [Schema, ...unknown[]]
}

/** Lists the fields of a schema by name, with their types. */
function fieldsOf(schema: Schema, name = ''): [name: string, type: string][] {
  const { type, entries, item, wrapped, options = [], pipe } = schema
  if (pipe) return fieldsOf(pipe[0], name)
  if (wrapped) return fieldsOf(wrapped, name)
  if (item) return fieldsOf(item, name)
  if (type === 'union') return options.flatMap((option) => fieldsOf(option as Schema, name))
  if (entries) return Object.entries(entries).flatMap(([key, entry]) => fieldsOf(entry, key))
  return [[name, type]]
}

const moment = '2026-03-02T12:00:00.000Z'
const isRevived = (name: string) =>
  (reviveDates({ [name]: moment }) as Record<string, unknown>)[name] instanceof Date

describe('in the answers of all operations', () => {
  const { operations } = new OpenSupports({ storage: memoryStorage() })
  const fields = [...operations.values()].flatMap(({ data }) => fieldsOf(data as Schema))

  test('the names of fields tell which are dates', () => {
    const dates = fields.filter(([, type]) => type === 'date').map(([name]) => name)
    expect(dates.filter((name) => !isRevived(name))).toEqual([])
    expect(dates.length).toBeGreaterThan(20)
    const others = fields.filter(([, type]) => type !== 'date').map(([name]) => name)
    expect(others.filter(isRevived)).toEqual([])
  })

  test('people name no fields', () => {
    expect(fields.filter(([, type]) => type === 'record' || type === 'unknown' || type === 'any')).toEqual([])
  })
})

test('dates are revived at any depth', () => {
  const answer = { tickets: [{ date: moment, events: [{ date: moment }] }], lastLogin: null }
  const date = new Date(moment)
  expect(reviveDates(answer)).toEqual({ tickets: [{ date, events: [{ date }] }], lastLogin: null })
})

test.each([
  ['a text of people that is a date', { title: moment, value: moment, customfield: moment }],
  ['a field named like a date with another text', { date: 'tomorrow', createdAt: '2026-03-02' }],
  ['names that only look like those of dates', { chat: moment, format: moment, At: moment, update: moment }],
  ['a text alone', moment],
  ['nothing', null],
])('%s stays as it is', (_, answer) => {
  expect(reviveDates(structuredClone(answer))).toEqual(answer)
})
