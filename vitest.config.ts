import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  // Tests read the sources, so that nothing has to be built first.
  resolve: {
    alias: [
      { find: '@opensupports/core/testing', replacement: source('packages/core/src/testing/index.ts') },
      { find: '@opensupports/core/adoption', replacement: source('packages/core/src/adoption.ts') },
      { find: '@opensupports/core/schema', replacement: source('packages/core/src/schema/index.ts') },
      { find: '@opensupports/kysely/testing', replacement: source('packages/kysely/src/testing/index.ts') },
      { find: '@opensupports/files/testing', replacement: source('packages/files/src/testing/index.ts') },
      {
        find: /^@opensupports\/(core|kysely|server|files|mail)$/,
        replacement: source('packages/$1/src/index.ts'),
      },
      { find: /^opensupports$/, replacement: source('packages/cli/src/index.ts') },
    ],
  },
  test: {
    include: ['{packages,examples}/*/src/**/*.test.ts'],
    // Nothing depends on how fast a machine is: these only end what hangs.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // The default leaves a core to the terminal, which on two cores doubles the time.
    maxWorkers: '100%',
  },
})
