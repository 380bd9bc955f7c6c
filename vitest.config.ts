import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { descriptions } from './.build/descriptions.mjs'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Checks the answers of the API that tests fetch against its OpenAPI document. */
const everyAnswer = 'packages/server/src/checking/every-answer.test-support.ts'

const tests = ['{packages,examples}/*/src/**/*.test.ts']

/**
 * Files that need a process of their own: they signal processes, count the steps of all code that is loaded, or make a
 * browser of the process. The other files share processes, since loading the sources takes longer than most tests.
 */
const apart = [
  'packages/cli/src/**/*.test.ts',
  'packages/mail/src/words/linear.test.ts',
  'packages/client/src/react/hooks.test.ts',
]

export default defineConfig({
  plugins: [descriptions()],
  // Tests read the sources, so that nothing has to be built first.
  resolve: {
    alias: [
      { find: '@opensupports/core/testing', replacement: source('packages/core/src/testing/index.ts') },
      { find: '@opensupports/core/adoption', replacement: source('packages/core/src/adoption.ts') },
      { find: '@opensupports/core/extend', replacement: source('packages/core/src/extend.ts') },
      { find: '@opensupports/core/openapi', replacement: source('packages/core/src/openapi/index.ts') },
      { find: '@opensupports/core/schema', replacement: source('packages/core/src/schema/index.ts') },
      { find: '@opensupports/kysely/testing', replacement: source('packages/kysely/src/testing/index.ts') },
      {
        find: /^@opensupports\/kysely\/(sqlite|postgres|mysql|pglite)$/,
        replacement: source('packages/kysely/src/$1.ts'),
      },
      { find: '@opensupports/files/testing', replacement: source('packages/files/src/testing/index.ts') },
      {
        find: /^@opensupports\/(core|kysely|server|client|files|mail)$/,
        replacement: source('packages/$1/src/index.ts'),
      },
      { find: /^opensupports$/, replacement: source('packages/cli/src/index.ts') },
    ],
  },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'shared', include: tests, exclude: apart, isolate: false, setupFiles: [everyAnswer] },
      },
      {
        extends: true,
        test: { name: 'apart', include: apart },
      },
    ],
    // Nothing depends on how fast a machine is: these only end what hangs.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // The default leaves a core to the terminal, which on two cores doubles the time.
    maxWorkers: '100%',
  },
})
