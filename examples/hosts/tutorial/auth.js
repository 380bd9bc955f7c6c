import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import Database from 'better-sqlite3'

export const auth = betterAuth({
  baseURL: `http://localhost:${process.env.PORT ?? 3000}`,
  secret: process.env.BETTER_AUTH_SECRET,
  database: new Database('people.db'),
  emailAndPassword: { enabled: true },
})
await (await getMigrations(auth.options)).runMigrations()
