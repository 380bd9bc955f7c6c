import type { NewHelpdeskEvent, PositionedEvent } from '../storage/index.js'
import type { HelpdeskEvent } from './catalogue.js'

/** An event with its position in the order of all events of a helpdesk. */
export type NumberedEvent = HelpdeskEvent & { readonly position: number }

/** Returns an event in the form that storages keep. */
export function storedEvent({ name, by, at, ...payload }: HelpdeskEvent): NewHelpdeskEvent {
  return { name, by, at, payload: JSON.stringify(payload) }
}

/** Returns a stored event in the form that listeners receive. */
export function readEvent({ position, name, by, at, payload }: PositionedEvent): NumberedEvent {
  return { ...(JSON.parse(payload) as object), position, name, by, at } as NumberedEvent
}
