/** Where a page, counted from 1, starts and ends. */
export const pageOf = (page: number, pageSize: number) => ({
  offset: (page - 1) * pageSize,
  limit: pageSize,
})

/** How many pages there are; none for no rows. */
export const pageCount = (total: number, pageSize: number) => Math.ceil(total / pageSize)

/** For lists that are not paged. */
export const everything = { offset: 0, limit: Number.MAX_SAFE_INTEGER }
