/** @type {import('next').NextConfig} */
export default {
  serverExternalPackages: [
    '@opensupports/core',
    '@opensupports/kysely',
    '@opensupports/files',
    '@opensupports/mail',
    '@opensupports/server',
    'better-sqlite3',
  ],
}
