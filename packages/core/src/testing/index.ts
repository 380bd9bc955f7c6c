export { countedRandom, steppedClock } from './determinism.js'
export { testStorage } from './storage-suite/index.js'
export {
  createTestHelpdesk,
  type TestAccount,
  type TestHelpdesk,
  type TestHelpdeskOptions,
  testPassword,
} from './test-helpdesk.js'
export { endless, type TestMail, testMailbox } from './test-mailbox.js'
