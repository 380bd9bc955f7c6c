import type { FileStore } from '@opensupports/core'
import { contentRules } from './contents.js'
import { failureRules } from './failures.js'
import { listingRules } from './listing.js'
import { nameRules } from './names.js'
import { readingRules } from './reading.js'
import type { Rule } from './rule.js'

const suites: readonly ((rule: Rule) => void)[] = [
  contentRules,
  readingRules,
  nameRules,
  failureRules,
  listingRules,
]

/**
 * Tests that a file store behaves as the helpdesk expects. Registers some 40 tests; one of them moves 30 MiB.
 *
 * @param makeStore returns a new, empty store
 * @param runner the `test` of any test runner
 *
 * @example
 * import { test } from 'vitest'
 * testFiles(async () => myFiles(), { test })
 */
export function testFiles(
  makeStore: () => Promise<FileStore>,
  runner: { test(name: string, run: () => Promise<void>): void },
): void {
  const rule: Rule = (name, check) => runner.test(name, async () => check(await makeStore()))
  for (const rules of suites) rules(rule)
}
