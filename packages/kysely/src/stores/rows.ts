import type { RowStore } from '@opensupports/core'
import { type Tables, tables } from '@opensupports/core/schema'
import { anyTable, type Db } from '../schema.js'

export function rowStore(db: Db): RowStore {
  const shapeOf = (name: string) => {
    const shape = (tables as Tables)[name]
    if (!shape) throw new Error(`there is no table ${name}`)
    return { key: shape.key ?? 'id', columns: Object.keys(shape.columns) }
  }
  return {
    async page(table, { columns, where = {}, after, limit }) {
      const shape = shapeOf(table)
      let query = anyTable(db)
        .selectFrom(table)
        .select([...new Set([shape.key, ...(columns ?? shape.columns)])])
      for (const [column, value] of Object.entries(where))
        query = value === null ? query.where(column, 'is', null) : query.where(column, '=', value)
      if (after !== undefined) query = query.where(shape.key, '>', after)
      return query.orderBy(shape.key).limit(limit).execute()
    },
    async update(table, key, values) {
      await anyTable(db).updateTable(table).set(values).where(shapeOf(table).key, '=', key).execute()
    },
    async remove(table, keys) {
      if (keys.length === 0) return
      await anyTable(db).deleteFrom(table).where(shapeOf(table).key, 'in', keys).execute()
    },
  }
}
