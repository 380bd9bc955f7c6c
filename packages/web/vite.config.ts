import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: source('.'),
  // Relative addresses, so that the app works below any path.
  base: './',
  resolve: {
    alias: [
      // The client's hooks are written for React.
      { find: /^react$/, replacement: 'preact/compat' },
      { find: 'react/jsx-runtime', replacement: 'preact/jsx-runtime' },
      { find: '@opensupports/client/react', replacement: source('../client/src/react/index.ts') },
      { find: '@opensupports/client', replacement: source('../client/src/index.ts') },
    ],
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    target: 'es2022',
    // Browsers that have `light-dark()`: its replacement knows nothing of the colours of a page around an element.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // The polyfill would be an inline script, which the Content-Security-Policy forbids.
    modulePreload: { polyfill: false },
    // Inlined files would be `data:` addresses.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    manifest: true,
    // The directive `use client` of React's libraries has no meaning here, and a warning for each file would hide others.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
  // API calls during development go to a server started with `npm start`.
  server: { proxy: { '/api': 'http://localhost:8080' } },
})
