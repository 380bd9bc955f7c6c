/** @type {import('next').NextConfig} */
export default {
  serverExternalPackages: [
    '@opensupports/core',
    '@opensupports/files',
    '@opensupports/kysely',
    '@opensupports/server',
    'better-sqlite3',
  ],
}
