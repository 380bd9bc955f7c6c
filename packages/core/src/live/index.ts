export { type Feed, feed } from './feed.js'
export { type Places, places } from './places.js'
export { type EventStream, type EventsGone, openStream, type StreamedEvent } from './stream.js'
