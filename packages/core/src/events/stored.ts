import type { NewHelpdeskEvent, PositionedEvent } from '../storage/index.js'
import type { HelpdeskEvent } from './catalogue.js'

/** An event with its place in the order of all events of a helpdesk. */
export type NumberedEvent = HelpdeskEvent & { readonly position: number }

/** Returns an event as storages keep it. */
export function storedEvent({ name, by, at, ...payload }: HelpdeskEvent): NewHelpdeskEvent {
  return { name, by, at, payload: JSON.stringify(payload) }
}

/** Returns a stored event as listeners get it. */
export function readEvent({ position, name, by, at, payload }: PositionedEvent): NumberedEvent {
  return { ...(JSON.parse(payload) as object), position, name, by, at } as NumberedEvent
}
