import { fileURLToPath } from 'node:url'
import { defineConfig, mergeConfig } from 'vite'
import app from './vite.config.js'

/** Builds the elements: an entry, the words of each language, and the editor. */
export default mergeConfig(
  app,
  defineConfig({
    publicDir: false,
    build: {
      outDir: 'dist/elements',
      modulePreload: false,
      manifest: false,
      rolldownOptions: {
        input: fileURLToPath(new URL('src/elements/elements.ts', import.meta.url)),
        preserveEntrySignatures: 'exports-only',
        output: { entryFileNames: '[name]-[hash].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  }),
)
