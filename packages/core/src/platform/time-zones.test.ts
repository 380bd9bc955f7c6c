import { describe, expect, test } from 'vitest'
import { isTimeZone, zoneOffset, zonePeriods } from './time-zones.js'

const offset = (zone: string, moment: string) => zoneOffset(zonePeriods(zone), Date.parse(moment))

describe('a time zone', () => {
  test.each([
    'UTC',
    'Europe/Berlin',
    'Asia/Kathmandu',
    'America/St_Johns',
    'America/Argentina/Ushuaia',
    'Etc/GMT+5',
  ])('is named by %s', (name) => expect(isTimeZone(name)).toBe(true))

  test.each([
    '',
    'Mars/Olympus',
    '+05:45',
    'Europe',
    'Europe/Berlin ',
    'utc\n',
    'x'.repeat(100_000),
    '__proto__',
  ])('is not named by %j', (name) => expect(isTimeZone(name)).toBe(false))

  test.each([
    ['UTC', '2026-07-01T12:00Z', 0],
    ['Asia/Kathmandu', '2026-01-01T00:00Z', 345],
    ['America/St_Johns', '2026-01-01T00:00Z', -210],
    ['America/St_Johns', '2026-07-01T00:00Z', -150],
    ['Europe/Berlin', '1999-07-01T00:00Z', 60],
    ['Europe/Berlin', '2026-03-29T00:59Z', 60],
    ['Europe/Berlin', '2026-03-29T01:00Z', 120],
    ['Europe/Berlin', '2026-10-25T00:59Z', 120],
    ['Europe/Berlin', '2026-10-25T01:00Z', 60],
    ['Australia/Lord_Howe', '2026-01-01T00:00Z', 660],
    ['Australia/Lord_Howe', '2026-07-01T00:00Z', 630],
    // The day that Samoa left out.
    ['Pacific/Apia', '2011-12-30T09:59Z', -600],
    ['Pacific/Apia', '2011-12-30T10:00Z', 840],
  ])('%s is ahead at %s by %d minutes', (zone, moment, minutes) => {
    expect(offset(zone, moment)).toBe(minutes)
  })

  test('has the offsets that the calendar of the engine has, at every hour of a year', () => {
    for (const zone of ['Africa/Casablanca', 'America/New_York', 'Asia/Tehran']) {
      const format = new Intl.DateTimeFormat('en', {
        timeZone: zone,
        hourCycle: 'h23',
        hour: 'numeric',
        minute: 'numeric',
      })
      const periods = zonePeriods(zone)
      for (let moment = Date.UTC(2021, 0); moment < Date.UTC(2022, 0); moment += 3_600_000) {
        const local = new Date(moment + zoneOffset(periods, moment) * 60_000).toISOString().slice(11, 16)
        expect(format.format(moment)).toBe(local)
      }
    }
  })
})
