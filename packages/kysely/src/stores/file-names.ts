import type { FileNameStore } from '@opensupports/core'
import type { Db } from '../schema.js'

/** A number of parameters that all databases accept in a statement. */
const atOnce = 500

export const fileNameStore = (db: Db): FileNameStore => ({
  async add(names) {
    for (let start = 0; start < names.length; start += atOnce) {
      const rows = names.slice(start, start + atOnce).map(({ stored, name }) => ({ stored, name }))
      await db.insertInto('os_file_name').values(rows).execute()
    }
  },
  async of(stored) {
    const row = db.selectFrom('os_file_name').select('name').where('stored', '=', stored)
    return (await row.executeTakeFirst())?.name
  },
  async remove(stored) {
    for (let start = 0; start < stored.length; start += atOnce) {
      const some = stored.slice(start, start + atOnce)
      await db.deleteFrom('os_file_name').where('stored', 'in', some).execute()
    }
  },
})
