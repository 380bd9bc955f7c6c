// The program of a thread that reads a SQLite file. It imports little, so that a thread starts quickly.
import { parentPort, workerData } from 'node:worker_threads'
import type { SqliteDatabase } from 'kysely'
import { openForReading, withStatementCache } from '../connect.js'
import type { FromThread, PlainError, ReadMessage, ThreadData, ToThread } from './messages.js'

const port = parentPort
if (!port) throw new Error('this file runs as a worker thread only')
const { file } = workerData as ThreadData

/** The connections of the open snapshots, by their number. */
const open = new Map<number, SqliteDatabase>()
const idle: SqliteDatabase[] = []
const mostIdle = 2

const answer = (message: FromThread) => port.postMessage(message)
const run = (database: SqliteDatabase, sql: string) => database.prepare(sql).run([])

function begun(snapshot: number): SqliteDatabase {
  const database = idle.pop() ?? withStatementCache(openForReading(file))
  run(database, 'begin')
  open.set(snapshot, database)
  return database
}

function read({ id, snapshot, sql, parameters }: ReadMessage): void {
  try {
    const database = open.get(snapshot) ?? begun(snapshot)
    answer({ id, rows: database.prepare(sql).all(parameters) })
  } catch (error) {
    answer({ id, error: plain(error) })
  }
}

function plain(error: unknown): PlainError {
  if (!(error instanceof Error)) return { message: String(error), code: undefined }
  return { message: error.message, code: 'code' in error ? String(error.code) : undefined }
}

function end(snapshot: number): void {
  const database = open.get(snapshot)
  if (!database) return
  open.delete(snapshot)
  try {
    run(database, 'rollback')
    if (idle.length < mostIdle) {
      idle.push(database)
      return
    }
  } catch {
    // SQLite has rolled back itself, as after an error of the disk.
  }
  database.close()
}

function close(): void {
  for (const database of [...open.values(), ...idle]) database.close()
  port?.close()
}

port.on('message', (message: ToThread) => {
  if (message === 'close') close()
  else if ('end' in message) end(message.end)
  else read(message)
})
answer('ready')
