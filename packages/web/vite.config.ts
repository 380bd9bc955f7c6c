import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Replaces what loads styles and preloads before each part of the app: it has neither. */
const plainImports = {
  name: 'plain-imports',
  enforce: 'pre',
  load: (id: string) =>
    id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (load) => load()' : undefined,
} as const

export default defineConfig({
  plugins: [plainImports],
  root: source('.'),
  // Relative addresses, so that the app works below any path.
  base: './',
  resolve: {
    alias: [
      // The client's hooks are written for React.
      { find: /^react$/, replacement: source('src/app/react.ts') },
      // No list of the app goes on without end, which is a part of every query otherwise.
      { find: /^\.\/infiniteQueryBehavior\.js$/, replacement: source('src/app/no-endless-lists.ts') },
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
    // A part of the app is one file, so that there is nothing to load ahead. The code for it would be larger than it saves.
    modulePreload: false,
    // Inlined files would be `data:` addresses.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    manifest: true,
    // The directive `use client` of React's libraries has no meaning here, and a warning for each file would hide others.
    rolldownOptions: {
      checks: { moduleLevelDirective: false },
      output: {
        // Many small files compress badly: one for each part of the app is a tenth smaller, and takes fewer requests.
        codeSplitting: {
          groups: [
            {
              name: 'app',
              // The editor is loaded when somebody writes, and the words and the team's pages when they are needed.
              test: /node_modules[\\/](?!squire)|[\\/]client[\\/]src[\\/]|[\\/]web[\\/]src[\\/](?:main|app[\\/]|customers[\\/]|\w+[\\/]routes|words[\\/]customers[\\/]index|components[\\/](?!writing|dialog|text-area))/,
            },
            { name: 'team', test: /[\\/]web[\\/]src[\\/](?:staff|admin)[\\/](?!routes)/ },
          ],
        },
      },
    },
  },
  // API calls during development go to a server started with `npm start`.
  server: { proxy: { '/api': 'http://localhost:8080' } },
})
