import { PGlite } from '@electric-sql/pglite'
import { citext } from '@electric-sql/pglite/contrib/citext'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import type { OpenSupports, SessionContext } from '@opensupports/core'
import type { Pool as MysqlPool } from 'mysql2'
import type { Pool } from 'pg'

export declare const pool: Pool
export declare const mysqlPool: MysqlPool
export declare const helpdesk: OpenSupports
export declare const jane: SessionContext
export declare const ticket: { readonly title: string; readonly content: string }
export { citext, PGlite, pg_trgm }
