import type { Storage } from '../../storage/index.js'
import { accessTokenRules } from './access-tokens.js'
import { accountRules } from './accounts.js'
import { addressRules } from './addresses.js'
import { articleRules } from './articles.js'
import { attemptRules } from './attempts.js'
import { backupRules } from './backup.js'
import { catalogueRules } from './catalogue.js'
import { csvImportRules } from './csv-imports.js'
import { customFieldRules } from './custom-fields.js'
import { departmentRules } from './departments.js'
import { eventRules } from './events.js'
import { fileNameRules } from './file-names.js'
import { identityRules } from './identities.js'
import { keptAnswerRules } from './kept-answers.js'
import { knownPlaceRules } from './known-places.js'
import { lockRules } from './locks.js'
import { logRules } from './logs.js'
import { mailRules } from './mail.js'
import { mailOriginalRules } from './mail-originals.js'
import { nameRules } from './names.js'
import { outboxRules } from './outbox.js'
import { ownedCountRules } from './owned-counts.js'
import { pendingAddressRules } from './pending-addresses.js'
import { removalRules } from './removal.js'
import { rowRules } from './rows.js'
import type { Rule } from './rule.js'
import { sessionRules } from './sessions.js'
import { settingRules } from './settings.js'
import { staffRules } from './staff.js'
import { statisticsRules } from './statistics.js'
import { statisticsHistoryRules } from './statistics-history.js'
import { supervisionRules } from './supervision.js'
import { textRules } from './text.js'
import { ticketEventRules } from './ticket-events.js'
import { ticketFilterRules } from './ticket-filters.js'
import { ticketOrderRules } from './ticket-order.js'
import { ticketOwnerRules } from './ticket-owners.js'
import { ticketTextRules } from './ticket-text.js'
import { ticketRules } from './tickets.js'
import { tokenRules } from './tokens.js'
import { transactionRules } from './transactions.js'
import { userListRules } from './user-list.js'
import { userRules } from './users.js'
import { viewerRules } from './viewers.js'
import { webhookRules } from './webhooks.js'

const suites: readonly ((rule: Rule) => void)[] = [
  ticketRules,
  ticketEventRules,
  ticketOwnerRules,
  ownedCountRules,
  ticketFilterRules,
  ticketOrderRules,
  ticketTextRules,
  statisticsRules,
  statisticsHistoryRules,
  userRules,
  userListRules,
  supervisionRules,
  customFieldRules,
  staffRules,
  accountRules,
  departmentRules,
  catalogueRules,
  nameRules,
  articleRules,
  settingRules,
  logRules,
  fileNameRules,
  addressRules,
  sessionRules,
  pendingAddressRules,
  identityRules,
  accessTokenRules,
  keptAnswerRules,
  viewerRules,
  knownPlaceRules,
  tokenRules,
  attemptRules,
  csvImportRules,
  eventRules,
  outboxRules,
  webhookRules,
  mailRules,
  mailOriginalRules,
  removalRules,
  rowRules,
  textRules,
  transactionRules,
  lockRules,
  backupRules,
]

/**
 * Tests that a storage behaves as the helpdesk expects. Registers about 180 tests.
 *
 * @param makeStorage returns a new, empty storage whose tables exist; some tests need several, and each closes its own
 * @param runner the `test` function of any test runner
 *
 * @example
 * import { test } from 'vitest'
 * testStorage(async () => myStorage(), { test })
 */
export function testStorage(
  makeStorage: () => Promise<Storage>,
  runner: { test(name: string, run: () => Promise<void>): void },
): void {
  const rule: Rule = (name, check) =>
    runner.test(name, async () => {
      const made: Storage[] = []
      const make = async () => {
        const storage = await makeStorage()
        made.push(storage)
        return storage
      }
      try {
        await check(await make(), make)
      } finally {
        for (const storage of made) await storage.close()
      }
    })
  for (const rules of suites) rules(rule)
}
