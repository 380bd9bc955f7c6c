import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import app from './vite.config.js'

/** Builds the elements: one file, and those that load on demand, the words of each language and the editor. */
export default defineConfig({
  ...app,
  publicDir: false,
  build: {
    ...app.build,
    outDir: 'dist/elements',
    manifest: false,
    rolldownOptions: {
      checks: app.build?.rolldownOptions?.checks ?? {},
      input: fileURLToPath(new URL('src/elements/elements.ts', import.meta.url)),
      preserveEntrySignatures: 'exports-only',
      output: { entryFileNames: '[name]-[hash].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})
