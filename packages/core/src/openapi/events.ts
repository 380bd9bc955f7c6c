import type { ErrorCode } from '../errors.js'
import { descriptions } from './descriptions.js'
import { examples } from './examples.js'
import type { JsonSchema, Naming } from './json-schema.js'
import { json, refusedByAll, securityOf } from './parts.js'
import { byStatus, codesOfAll, failureWith, meanings } from './refusals.js'

/** The codes that may refuse a stream, besides those that may refuse any call. */
const codes: readonly ErrorCode[] = ['NO_PERMISSION', 'INVALID_CURSOR', 'TOO_MANY_STREAMS']

const position: JsonSchema = {
  type: 'integer',
  minimum: 0,
  description:
    'The place of the event in the order of all events. A stream with it as `after` goes on behind it.',
}

/** Returns the schema of an event. The description of each name lists the fields that only this event has, as TypeScript. */
function streamedEvent(): JsonSchema {
  const names = Object.entries(descriptions.events).map(([name, { doc, type }]) => ({
    const: name,
    description: [doc, fieldsIn(type)].filter(Boolean).join(' '),
  }))
  const gone = {
    const: 'events.gone',
    description:
      'Events after the position have been removed: read the current state again. It has no `by` and `at`.',
  }
  return {
    type: 'object',
    description: 'An event, with the fields that its name adds.',
    properties: {
      name: { type: 'string', oneOf: [...names, gone] },
      position,
      by: {
        type: ['object', 'null'],
        description: 'Who caused it; null for guests and for the helpdesk itself.',
        properties: { kind: { enum: ['user', 'staff'] }, id: { type: 'integer' } },
        required: ['kind', 'id'],
      },
      at: { type: 'string', format: 'date-time', description: 'When it happened; minute precision.' },
    },
    required: ['name', 'position'],
  }
}

const fieldsIn = (type: string) =>
  type.startsWith('{') ? `Adds \`${type.replace(/^\{ ?| ?\}$/g, '')}\`.` : 'Adds nothing.'

/** Returns the entry of the live events, which are not an operation. */
export function eventStream(naming: Naming) {
  naming.components.StreamedEvent = streamedEvent()
  const refused = [...byStatus([...codes, ...codesOfAll])].filter(([status]) => status < 500)
  return {
    operationId: 'events.stream',
    tags: ['events'],
    summary: 'Streams what happens, to the people who may see it.',
    description:
      'Streams what happens, to the people who may see it, as server-sent events. Each has its position as `id`, and a StreamedEvent as `data`. A block `event: closed` ends the stream, with `code`, `detail` and `status` as its data, when the session has ended.\n\nFor users and staff, and for ticket sessions.',
    security: securityOf({ path: '/events/stream', permission: 'user', params: {}, data: {} }),
    parameters: [
      {
        name: 'after',
        in: 'query',
        description: 'The position after which the stream begins. Default: now.',
        schema: { type: 'string', pattern: '^[0-9]{1,15}$' },
      },
      {
        name: 'Last-Event-ID',
        in: 'header',
        description: 'As `after`, which it replaces: browsers send it when they connect again.',
        schema: { type: 'string', pattern: '^[0-9]{1,15}$' },
      },
    ],
    responses: {
      200: {
        description: 'The events, until either side closes the connection.',
        content: {
          'text/event-stream': {
            schema: {
              type: 'string',
              contentMediaType: 'text/event-stream',
              contentSchema: { $ref: '#/components/schemas/StreamedEvent' },
            },
            example: examples['events.stream']?.answer,
          },
        },
      },
      ...Object.fromEntries(
        refused.map(([status, each]) => [
          String(status),
          { description: meanings(each), content: json(failureWith(each)) },
        ]),
      ),
      ...refusedByAll,
    },
  }
}
