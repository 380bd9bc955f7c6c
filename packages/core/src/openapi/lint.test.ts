import { createConfig, lintFromString } from '@redocly/openapi-core'
import { expect, test } from 'vitest'
import { OpenSupports } from '../opensupports.js'
import { memoryStorage } from '../storage/memory/index.js'
import { openApi } from './index.js'

/** Every recommended rule, and none that only warns. */
const rules = {
  native: {},
  // 4.11 refuses with status 200.
  '4.11': { 'operation-4xx-response': 'off' },
} as const

test.each(['native', '4.11'] as const)(
  'the linter finds nothing in the document of the wire %s',
  async (wire) => {
    const config = await createConfig({ extends: ['recommended-strict'], rules: rules[wire] })
    const document = openApi(new OpenSupports({ storage: memoryStorage() }), { wire })
    const problems = await lintFromString({
      source: JSON.stringify(document),
      config,
      absoluteRef: 'openapi.json',
    })
    const found = problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])
    expect(
      found,
      'correct what the document says of these operations, or record their examples: `npx vitest run packages/server/src/examples -u`',
    ).toEqual([])
  },
)

test('the linter finds what is wrong', async () => {
  const { paths, ...rest } = openApi(new OpenSupports({ storage: memoryStorage() }))
  const { post } = paths['/ticket/close'] as { post: object }
  const close = { ...post, summary: undefined, operationId: 'ticket.create' }
  const source = JSON.stringify({ ...rest, paths: { ...paths, '/ticket/close': { post: close } } })
  const config = await createConfig({ extends: ['recommended-strict'] })
  const problems = await lintFromString({ source, config, absoluteRef: 'openapi.json' })
  expect(problems.map(({ ruleId }) => ruleId).sort()).toEqual([
    'operation-operationId-unique',
    'operation-summary',
  ])
})
