/** Returns the offset and limit of a page, counted from 1. */
export const pageOf = (page: number, pageSize: number) => ({
  offset: (page - 1) * pageSize,
  limit: pageSize,
})

/** Returns the number of pages: 0 without rows. */
export const pageCount = (total: number, pageSize: number) => Math.ceil(total / pageSize)
