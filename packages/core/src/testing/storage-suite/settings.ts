import assert from 'node:assert/strict'
import { assertSameSet } from './makers.js'
import type { Rule } from './rule.js'

const english = { code: 'en', allowed: true, supported: true }
const german = { code: 'de', allowed: true, supported: false }

export function settingRules(rule: Rule): void {
  rule('settings: none before the installation, all with their languages after it', async ({ settings }) => {
    assert.deepEqual({ ...(await settings.all()) }, {})
    assert.deepEqual(await settings.languages(), [])
    const values = { title: 'Desk', 'smtp-pass': null, empty: '', 'max-size': '1' }
    assert.equal(await settings.install(values, [english, german]), true)
    assert.deepEqual({ ...(await settings.all()) }, values)
    assertSameSet(
      (await settings.languages()).map(({ code, allowed, supported }) => [code, allowed, supported]),
      [
        ['en', true, true],
        ['de', true, false],
      ],
    )
  })

  rule('settings: a helpdesk is installed once', async ({ settings }) => {
    await settings.install({ title: 'Desk' }, [english])
    assert.equal(await settings.install({ title: 'Other', more: 'x' }, [german]), false)
    assert.deepEqual({ ...(await settings.all()) }, { title: 'Desk' })
    assert.deepEqual(
      (await settings.languages()).map((language) => language.code),
      ['en'],
    )
  })

  rule('settings: of two installations at the same time, one succeeds', async ({ settings }) => {
    const install = (title: string) => settings.install({ title }, [english])
    const results = await Promise.all([install('one'), install('two')])
    assert.deepEqual(results.toSorted(), [false, true])
    assert.deepEqual({ ...(await settings.all()) }, { title: results[0] ? 'one' : 'two' })
    assert.equal((await settings.languages()).length, 1)
  })

  rule('settings: those named are changed or added, the others stay', async ({ settings }) => {
    await settings.install({ title: 'Desk', layout: 'boxed', url: null }, [english])
    await settings.set({ layout: null, url: 'http://desk.example', added: '1' })
    await settings.set({})
    assert.deepEqual(
      { ...(await settings.all()) },
      {
        title: 'Desk',
        layout: null,
        url: 'http://desk.example',
        added: '1',
      },
    )
  })

  rule('settings: a name may be that of an object property', async ({ settings }) => {
    const values = Object.fromEntries([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ])
    await settings.install(values, [])
    const stored = await settings.all()
    assert.deepEqual(Object.entries(stored).toSorted(), [
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ])
  })

  rule('settings: the languages are stored as given', async ({ settings }) => {
    await settings.install({ title: 'Desk' }, [english, german])
    const changed = [
      { code: 'en', allowed: false, supported: true },
      { code: 'de', allowed: true, supported: true },
    ]
    await settings.setLanguages(changed)
    assertSameSet(
      (await settings.languages()).map(({ code, allowed, supported }) => ({ code, allowed, supported })),
      changed,
    )
  })
}
