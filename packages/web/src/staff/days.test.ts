import { expect, test } from 'vitest'
import { startOfDay } from './days.js'

test.each([
  ['UTC', '2026-03-02T12:00Z', 0, '2026-03-02T00:00Z'],
  ['UTC', '2026-03-02T00:00Z', 6, '2026-02-24T00:00Z'],
  ['Asia/Kathmandu', '2026-03-02T18:20Z', 0, '2026-03-02T18:15Z'],
  ['Asia/Kathmandu', '2026-03-02T18:14Z', 0, '2026-03-01T18:15Z'],
  ['America/St_Johns', '2026-03-02T03:00Z', 1, '2026-02-28T03:30Z'],
  // The clocks have changed since.
  ['Europe/Berlin', '2026-03-29T12:00Z', 0, '2026-03-28T23:00Z'],
  ['Europe/Berlin', '2026-03-30T12:00Z', 1, '2026-03-28T23:00Z'],
  ['Europe/Berlin', '2026-10-26T12:00Z', 1, '2026-10-24T22:00Z'],
  // Summer time begins at midnight, which becomes one o'clock.
  ['America/Santiago', '2026-09-06T18:00Z', 0, '2026-09-06T04:00Z'],
  ['Africa/Cairo', '2026-04-24T12:00Z', 0, '2026-04-23T22:00Z'],
])('in %s at %s, the day %d days before begins at %s', (zone, now, back, start) => {
  expect(startOfDay(zone, new Date(now), back)).toEqual(new Date(start))
})
