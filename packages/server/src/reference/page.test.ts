import { memoryStorage, OpenSupports } from '@opensupports/core'
import { openApi } from '@opensupports/core/openapi'
import { Window } from 'happy-dom'
import { describe, expect, test } from 'vitest'
import type { Document } from './document.js'
import { referencePage, referencePolicy } from './index.js'
import { script } from './script.js'

const document = openApi(new OpenSupports({ storage: memoryStorage() })) as unknown as Document
const page = referencePage(document)

const all = (pattern: RegExp, text = page) => [...text.matchAll(pattern)].map(([, found = '']) => found)

describe('the reference page', () => {
  test('has every operation, type and code, under ids that links lead to', () => {
    const ids = all(/ id="([^"]+)"/g)
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))
    expect(operations.length).toBeGreaterThan(100)
    for (const { operationId } of operations) expect(ids).toContain(operationId)
    const { ErrorCode, ...types } = document.components.schemas
    for (const name of Object.keys(types)) expect(ids).toContain(`type-${name}`)
    for (const { const: code } of ErrorCode?.oneOf ?? []) expect(ids).toContain(code)
    expect(new Set(ids).size).toBe(ids.length)
    const dangling = all(/ href="#([^"]+)"/g).filter((target) => !ids.includes(target))
    expect(dangling).toEqual([])
  })

  test('loads nothing', () => {
    expect(all(/ (src|srcset|style|on\w+)=/g)).toEqual([])
    expect(all(/ href="([^#][^"]*)"/g)).toEqual(['openapi.json', 'openapi-4.11.json'])
    expect(all(/<(link|img|iframe|object|base)\b/g)).toEqual([])
    const withoutExamples = page.replaceAll(/<pre>.*?<\/pre>/gs, '')
    expect(all(/(url\(|@import|https?:)/g, withoutExamples)).toEqual([])
    expect(referencePolicy).not.toMatch(/unsafe|https?:|\*/)
  })

  test('opens and closes each element', () => {
    const depth = new Map<string, number>()
    const isVoid = (name: string) => ['meta', 'input'].includes(name)
    for (const [, slash, name = ''] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g))
      if (!isVoid(name)) depth.set(name, (depth.get(name) ?? 0) + (slash ? -1 : 1))
    expect([...depth].filter(([, count]) => count !== 0)).toEqual([])
  })

  test('escapes whatever a document says', () => {
    const hostile = `<script>alert('1')</script>"&\``
    const spoil = (value: unknown): unknown => {
      if (typeof value === 'string') return value + hostile
      if (Array.isArray(value)) return value.map(spoil)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key + hostile, spoil(each)]))
    }
    const { info, servers, tags, paths, components } = document
    const described = paths['/ticket/create']?.post
    if (!described) throw new Error('no operation')
    const operation = {
      ...described,
      operationId: hostile,
      summary: hostile,
      description: hostile,
      parameters: [
        { name: hostile, in: hostile, description: hostile, schema: { enum: [hostile], pattern: hostile } },
      ],
      requestBody: {
        description: hostile,
        content: { [hostile]: { schema: { properties: { [hostile]: {} } }, example: hostile } },
      },
    }
    const spoilt = referencePage({
      info: spoil(info) as typeof info,
      servers: servers.map(({ url }) => ({ url: url + hostile })),
      tags: tags.map(({ name, description }) => ({ name, description: description + hostile })),
      paths: { [hostile]: { [hostile]: operation } },
      components: {
        schemas: spoil(components.schemas) as typeof components.schemas,
        responses: components.responses,
      },
    })
    expect(spoilt).not.toContain('<script>alert')
    expect(spoilt.split('&lt;script&gt;alert').length).toBeGreaterThan(100)
    expect(all(/<(script)/g, spoilt)).toHaveLength(1)
    expect(all(/ (on\w+|href|id)=[^"]/g, spoilt)).toEqual([])
  })
})

describe('the script of the page', () => {
  const listeners = new Map<string, () => void>()
  const { document: shown, location, Event } = new Window({ url: 'http://helpdesk.example/api/docs' })
  shown.write(page)
  const run = new Function('document', 'location', 'addEventListener', script)
  run(shown, location, (name: string, listener: () => void) => listeners.set(name, listener))
  const isShown = (id: string) => shown.getElementById(id)?.closest('[hidden]') === null
  const box = shown.querySelector('input')
  function search(words: string) {
    if (!box) throw new Error('no search box')
    box.value = words
    box.dispatchEvent(new Event('input'))
  }

  test('leaves what has every searched word', () => {
    expect(box?.closest('[hidden]')).toBe(null)
    search(' Re-open  TICKET ')
    expect([isShown('ticket.reOpen'), isShown('user.logout'), isShown('article')]).toEqual([
      true,
      false,
      false,
    ])
    expect(shown.querySelector('[role=status]')?.textContent).toMatch(/^\d+ of \d+ found$/)
    search('')
    expect([isShown('user.logout'), isShown('article')]).toEqual([true, true])
    expect(shown.querySelector('[role=status]')?.textContent).toBe('')
  })

  test('opens what a link names, even if the search has hidden it', () => {
    search('nothing has this')
    location.hash = '#ticket.create'
    listeners.get('hashchange')?.()
    expect([isShown('ticket.create'), shown.getElementById('ticket.create')?.hasAttribute('open')]).toEqual([
      true,
      true,
    ])
    location.hash = '#nowhere'
    listeners.get('hashchange')?.()
  })
})
