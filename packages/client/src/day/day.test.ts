import { testPassword } from '@opensupports/core/testing'
import { expect, test } from 'vitest'
import { checkedAnswers, checkedFetch } from '../checked-fetch.test-support.js'
import { serveDesk } from '../serving.test-support.js'
import { walkDay } from './day.test-support.js'
import { prepareDay } from './prepare.test-support.js'

test('a day of a helpdesk goes through clients', async () => {
  const { desk, url } = await serveDesk()
  const findings = await walkDay(await prepareDay(desk, url, testPassword), { fetch: checkedFetch })
  expect(findings.length).toBeGreaterThan(200)
  expect(checkedAnswers().get('/ticket/get')).toBeGreaterThanOrEqual(200)
  for (const { what, expected, found } of findings) expect(found, what).toEqual(expected)
})
