/**
 * Hooks for React, on TanStack Query.
 *
 * @module
 */
export {
  type HelpdeskHooks,
  helpdeskHooks,
  type Live,
  type LiveOptions,
  type Reply,
  type ReplyParams,
} from './hooks.js'
export type { AnswerOf, MethodName, ParamsOf, ReadName, WriteName } from './names.js'
