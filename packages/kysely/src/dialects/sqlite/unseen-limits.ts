/**
 * Hides the values of limits from the planner. SQLite plans a statement for the value that is bound to `limit ?`, and compiles
 * the statement again for each new value, which takes longer than many reads. It does not do so for `limit +?`.
 */
export const withUnseenLimits = (sql: string): string =>
  sql.replaceAll(/'[^']*'|\blimit \?/g, (found) => (found === 'limit ?' ? 'limit +?' : found))
