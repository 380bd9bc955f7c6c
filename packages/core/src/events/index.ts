export type { EventFacts, EventName, EventOf, HelpdeskEvent, HelpdeskEvents } from './catalogue.js'
export { type Emitter, emitter, type Listener } from './emitter.js'
export { type NumberedEvent, readEvent, storedEvent } from './stored.js'
export { type EventStreamOptions, eventStream, positionEvents, removeOldEvents } from './stream.js'
