export { audiences, eventNames } from './audiences.js'
export type { EventFacts, EventName, EventOf, HelpdeskEvent, HelpdeskEvents } from './catalogue.js'
export { type Emitter, emitter, type Listener } from './emitter.js'
export { isEventPattern, matchesEvent } from './patterns.js'
export { type NumberedEvent, readEvent, storedEvent } from './stored.js'
export {
  type EventStreamOptions,
  eventStream,
  hasEventsAfter,
  positionEvents,
  removeOldEvents,
} from './stream.js'
