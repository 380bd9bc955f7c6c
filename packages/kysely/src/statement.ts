import type { Compilable, CompiledQuery } from 'kysely'
import type { Db } from './schema.js'

class Mark {
  constructor(readonly name: string) {}
}

/**
 * A statement that is built and compiled once for each database, and run again and again with other parameters:
 * building a query costs more than running one.
 *
 * @param build makes the query; its second argument stands for the parameters, which can only be used as values
 */
export function statement<Parameters extends object, Row>(
  build: (db: Db, parameters: Parameters) => Compilable<Row>,
): (db: Db, parameters: Parameters) => Promise<Row[]> {
  const marks = new Proxy({}, { get: (_, name) => new Mark(String(name)) }) as Parameters
  const compiled = new WeakMap<object, CompiledQuery<Row>>()
  return async (db, parameters) => {
    const { adapter } = db.getExecutor()
    let query = compiled.get(adapter)
    if (!query) {
      query = build(db, marks).compile()
      compiled.set(adapter, query)
    }
    const values = query.parameters.map((value) =>
      value instanceof Mark ? parameters[value.name as keyof Parameters] : value,
    )
    return (await db.executeQuery<Row>({ ...query, parameters: values })).rows
  }
}

/** The lists of pages are short; longer ones are compiled each time, so that they do not fill the memory. */
const longestKept = 64

/** As `statement`, for a list of ids: it is compiled once for each length of the list. */
export function listStatement<Row>(
  build: (db: Db, ids: readonly number[]) => Compilable<Row>,
): (db: Db, ids: readonly number[]) => Promise<readonly Row[]> {
  const byLength = new Map<number, (db: Db, parameters: Record<string, number>) => Promise<Row[]>>()
  return async (db, ids) => {
    if (ids.length === 0) return []
    if (ids.length > longestKept) return (await db.executeQuery(build(db, ids).compile())).rows
    let run = byLength.get(ids.length)
    if (!run) {
      run = statement((any, marks: Record<string, number>) =>
        build(
          any,
          ids.map((_, place) => marks[place] as number),
        ),
      )
      byLength.set(ids.length, run)
    }
    return run(db, Object.fromEntries(ids.entries()))
  }
}
