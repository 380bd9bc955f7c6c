import { Kysely, PostgresDialect, type PostgresPool, sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { limitsOf } from '../limits.js'
import type { Schema } from '../schema.js'
import { lateStatement, statement } from '../statement.js'
import { lost } from './fault.js'
import type { PooledConnection } from './pooled-connection.js'
import { pooledTransactions } from './pooled-transactions.js'

const read = statement((db) => db.selectFrom('department').select('id'))
const write = lateStatement((db, { id }: { id: number }) => db.deleteFrom('department').where('id', '=', id))

/** Returns transactions on connections that note what is sent together. `failing` returns the error of a statement. */
function stand(sendsTogether: boolean, failing: (text: string) => Error | undefined = () => undefined) {
  const sent: string[] = []
  const word = (text: string) => text.split(' ')[0] ?? ''
  const open = async (): Promise<PooledConnection<{ rows: unknown[] }>> => {
    let isBroken = false
    const own: PooledConnection<{ rows: unknown[] }> = {
      query: (text, parameters) => own.queryAll([{ sql: text, parameters }]),
      async queryAll(statements) {
        sent.push(statements.map((each) => word(each.sql)).join(' '))
        const error = statements.map((each) => failing(each.sql)).find((each) => each !== undefined)
        if (error) {
          isBroken = error.name === 'Fault'
          throw error
        }
        return { rows: [] }
      },
      sendsTogether,
      get isBroken() {
        return isBroken
      },
      release: () => sent.push('released'),
    }
    return own
  }
  const dialect = new PostgresDialect({ pool: {} as PostgresPool })
  const limits = { ...limitsOf(), inForce: true }
  const resultOf = (_: unknown, { rows }: { rows: unknown[] }) => ({ rows })
  const run = pooledTransactions({ open, limits, begin: ['begin'], resultOf, dialect })
  const db = new Kysely<Schema>({ dialect })
  return { sent, transaction: <T>(work: Parameters<typeof run<T>>[1]) => run(db, work) }
}

describe('a transaction of a pool', () => {
  test('sends what nobody waits for together with the next statement or the commit', async () => {
    const { sent, transaction } = stand(true)
    await transaction(async (tx) => {
      await read(tx, {})
      await write(tx, { id: 1 })
      await write(tx, { id: 2 })
      await read(tx, {})
      await write(tx, { id: 3 })
    })
    expect(sent).toEqual(['begin select', 'delete delete select', 'delete commit', 'released'])
  })

  test('waits for each statement where the driver cannot send several', async () => {
    const { sent, transaction } = stand(false)
    await transaction(async (tx) => {
      await Promise.all([read(tx, {}), write(tx, { id: 1 })])
    })
    expect(sent).toEqual(['begin', 'select', 'delete', 'commit', 'released'])
  })

  test('sends no change together with its begin', async () => {
    const { sent, transaction } = stand(true)
    await transaction((tx) => write(tx, { id: 1 }))
    expect(sent).toEqual(['begin', 'delete', 'commit', 'released'])
  })

  test('fails and is rolled back when a statement fails that nobody waited for', async () => {
    const refusal = new Error('refused')
    const { sent, transaction } = stand(true, (text) => (text.startsWith('delete') ? refusal : undefined))
    const result = transaction(async (tx) => {
      await read(tx, {})
      await write(tx, { id: 1 })
    })
    await expect(result).rejects.toBe(refusal)
    expect(sent).toEqual(['begin select', 'delete commit', 'rollback', 'released'])
  })

  test('does not send what waits when it fails, or a part of it', async () => {
    const { sent, transaction } = stand(true)
    const result = transaction(async (tx) => {
      await read(tx, {})
      await write(tx, { id: 1 })
      await sql`rollback to savepoint part`.execute(tx)
      await write(tx, { id: 2 })
      throw new Error('no')
    })
    await expect(result).rejects.toThrow('no')
    expect(sent).toEqual(['begin select', 'rollback', 'rollback', 'released'])
  })

  test('begins on another connection when its connection turns out to be broken', async () => {
    let isFirst = true
    const { sent, transaction } = stand(true, () => {
      const error = isFirst ? lost(new Error('reset')) : undefined
      isFirst = false
      return error
    })
    await transaction((tx) => read(tx, {}))
    expect(sent).toEqual(['begin select', 'released', 'begin select', 'commit', 'released'])
  })

  test('runs nothing after its end', async () => {
    const { transaction } = stand(true)
    const tx = await transaction(async (open) => ({ open }))
    await expect(read(tx.open, {})).rejects.toThrow('the transaction is over')
    await expect(write(tx.open, { id: 1 })).rejects.toThrow('the transaction is over')
  })
})
