/** Returns the name of a schema. Throws if it is not one of letters, digits and `_`. */
export function checkedSchema(schema: string): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/i.test(schema)) throw new Error(`${schema} is not a valid schema name`)
  return schema
}
