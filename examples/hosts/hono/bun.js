import { app } from './app.js'

Bun.serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) })
