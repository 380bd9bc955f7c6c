import { beforeEach, describe, expect, test } from 'vitest'
import type { SessionContext } from '../../call/index.js'
import { memoryFiles, type SignedUrlOptions } from '../../platform/index.js'
import { createTestHelpdesk, type TestAccount, type TestHelpdesk } from '../../testing/index.js'

let desk: TestHelpdesk
let jane: TestAccount
let ticketFile: string
beforeEach(async () => {
  desk = await createTestHelpdesk()
  jane = await desk.user()
  ticketFile = `t${await desk.ticket({ author: jane })}_ab_log.txt`
  for (const name of [ticketFile, 'a_ab_map.png', 'p_ab_me.jpg', 'backup.sql', 'page.html']) {
    await desk.files.put(name, new File(['the bytes'], name))
  }
})

const download = (session: SessionContext, file: string) => desk.helpdesk.system.download(session, { file })

const refuses = (session: SessionContext, file: string) =>
  expect(download(session, file)).rejects.toMatchObject({ code: 'NO_PERMISSION' })

describe('a file of a ticket', () => {
  test('is sent to its author, as a download', async () => {
    const file = await download(jane, ticketFile)
    expect(file).toMatchObject({
      name: ticketFile,
      type: 'application/octet-stream',
      size: 9,
      disposition: 'attachment',
    })
    expect(await new Response(file?.stream()).text()).toBe('the bytes')
  })

  test('is sent to staff of its department, of any level', async () => {
    expect(await download(await desk.staff({ level: 1 }), ticketFile)).toMatchObject({ name: ticketFile })
  })

  test('is refused to staff of other departments, of any level', async () => {
    await refuses(await desk.staff({ level: 3, departments: [await desk.department()] }), ticketFile)
  })

  test('is refused to guests, other users, and supervisors of the author', async () => {
    const supervisor = await desk.user()
    await desk.storage.users.setSupervised(supervisor.id, [jane.id])
    for (const session of [{}, await desk.user(), supervisor]) await refuses(session, ticketFile)
  })

  test('is sent to the session of that ticket only', async () => {
    const session = await desk.ticketSession()
    const own = `t${session.ticketNumber}_ab_log.txt`
    await desk.files.put(own, new File(['mine'], own))
    expect(await download(session, own)).toMatchObject({ size: 4 })
    await refuses(session, ticketFile)
  })

  test('of a private comment is for staff only, attachment and picture', async () => {
    const ticketNumber = await desk.ticket({ author: jane })
    const png = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82])
    const uploads = { file: new File(['secret'], 'a.txt'), images: [new File([png], 'b.png')] }
    const content = 'See <img src="IMAGE_PATH_0">'
    await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content, private: true, ...uploads })
    const session = await desk.ticketSession()
    const own = { ticketNumber: session.ticketNumber, content, private: true, ...uploads }
    await desk.helpdesk.ticket.comment(desk.admin, own)
    for (const file of desk.files.names().filter((name) => /^t[0-9]+_[0-9a-f]{40}_/.test(name))) {
      for (const caller of [jane, session]) await refuses(caller, file)
      expect(await download(desk.admin, file)).toMatchObject({ name: file })
    }
  })

  test('in a private comment and a visible text is sent to the author', async () => {
    const ticketNumber = await desk.ticket({ author: jane })
    const name = `t${ticketNumber}_${'a'.repeat(40)}_b.png`
    await desk.files.put(name, new File(['x'], name))
    const content = `See <img src="http://helpdesk.example/api/system/download?file=${name}">`
    await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content, private: true })
    await refuses(jane, name)
    await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content })
    expect(await download(jane, name)).toMatchObject({ name })
  })

  test('of no ticket is refused to every caller', async () => {
    for (const file of ['t999999_x.txt', 't1_x.txt', 't_x.txt', 'tx', `${ticketFile.slice(0, 7)}x_y.txt`]) {
      for (const session of [{}, jane, desk.admin]) await refuses(session, file)
    }
  })

  test('of a user is refused to staff with the same id', async () => {
    const stan = await desk.staff({ departments: [] })
    expect(stan.id).not.toBe(jane.id)
    const namesake = await desk.user()
    expect(namesake.id).toBe(stan.id)
    const file = `t${await desk.ticket({ author: namesake })}_x.txt`
    await refuses(stan, file)
  })
})

describe('a picture of an article', () => {
  const articleIn = async (topic: { private: boolean }) => {
    const topicId = await desk.storage.topics.insert({ name: 'Maps', icon: null, iconColor: null, ...topic })
    const content = '<img src="http://helpdesk.example/api/system/download?file=a_ab_map.png">'
    const article = { title: 'A map', content, position: 1, topicId, lastEdited: desk.clock.now() }
    return desk.storage.articles.insert(article)
  }

  test('is shown to signed-in callers', async () => {
    await articleIn({ private: false })
    for (const session of [jane, await desk.staff({ departments: [] }), await desk.ticketSession()]) {
      expect(await download(session, 'a_ab_map.png')).toMatchObject({
        type: 'image/png',
        disposition: 'inline',
      })
    }
  })

  test('is shown to guests while articles are', async () => {
    await articleIn({ private: false })
    await refuses({}, 'a_ab_map.png')
    await desk.storage.settings.set({ 'mandatory-login': '0' })
    expect(await download({}, 'a_ab_map.png')).not.toBeNull()
  })

  test('of a private topic, or of none, is for staff only', async () => {
    const session = await desk.ticketSession()
    const staff = await desk.staff({ departments: [] })
    const refusedToOthers = async () => {
      for (const caller of [{}, jane, session]) await refuses(caller, 'a_ab_map.png')
      expect(await download(staff, 'a_ab_map.png')).not.toBeNull()
    }
    await refusedToOthers()
    const id = await articleIn({ private: true })
    await refusedToOthers()
    await desk.storage.articles.update(id, { topicId: null })
    await refusedToOthers()
    await articleIn({ private: false })
    expect(await download(jane, 'a_ab_map.png')).not.toBeNull()
  })
})

test('the picture of a staff member is shown to everyone', async () => {
  for (const session of [{}, jane, await desk.ticketSession(), desk.admin]) {
    expect(await download(session, 'p_ab_me.jpg')).toMatchObject({
      type: 'image/jpeg',
      disposition: 'inline',
    })
  }
})

test('any other file is refused to everyone', async () => {
  for (const file of ['backup.sql', 'page.html', 'passwords', 'article_x.png', 'p', 'a', 'P_x.png']) {
    for (const session of [{}, jane, desk.admin]) await refuses(session, file)
  }
})

test('a file that is gone is null', async () => {
  expect(await download({}, 'p_gone.png')).toBeNull()
})

test('returns null without a file store', async () => {
  const { helpdesk } = await createTestHelpdesk({ files: undefined as never })
  expect(await helpdesk.system.download({}, { file: 'p_ab_me.jpg' })).toBeNull()
})

test.each([
  ['p_a.gif', 'image/gif', 'inline'],
  ['p_a.jpeg', 'image/jpeg', 'inline'],
  ['p_a.svg', 'application/octet-stream', 'attachment'],
  ['p_a.html', 'application/octet-stream', 'attachment'],
  ['p_a.png.exe', 'application/octet-stream', 'attachment'],
  ['p_png', 'application/octet-stream', 'attachment'],
  ['p_a.constructor', 'application/octet-stream', 'attachment'],
])('%s is sent as %s', async (name, type, disposition) => {
  await desk.files.put(name, new File(['x'], name))
  expect(await download({}, name)).toMatchObject({ type, disposition })
})

test.each(['', ' ', '../backup.sql', 'a b', '.htaccess', 'p_a\0.png', '%2e%2e'])(
  'INVALID_FILE for %j',
  async (file) => {
    for (const session of [{}, desk.admin]) {
      await expect(download(session, file)).rejects.toMatchObject({ code: 'INVALID_FILE' })
    }
  },
)

describe('with signed downloads', () => {
  const signing = async () => {
    const files = {
      ...memoryFiles(),
      signedUrl: async (name: string, options: SignedUrlOptions) =>
        `https://store.example/${name}?${new URLSearchParams(Object.entries(options).map(([key, value]): [string, string] => [key, String(value)]))}`,
    }
    const signed = await createTestHelpdesk({ files, signedDownloads: { expiresIn: 60 } })
    const author = await signed.user()
    const name = `t${await signed.ticket({ author })}_ab_log.txt`
    await files.put(name, new File(['the bytes'], name))
    return { signed, author, name }
  }

  test('a file has a signed URL of the store, which says how it is shown', async () => {
    const { signed, author, name } = await signing()
    expect(await signed.helpdesk.system.download(author, { file: name })).toMatchObject({
      url: `https://store.example/${name}?contentType=application%2Foctet-stream&disposition=attachment&expiresIn=60`,
    })
  })

  test('no URL is signed without permission, or for a missing file', async () => {
    const { signed, author, name } = await signing()
    const stranger = await signed.user()
    const download = (session: SessionContext, file: string) =>
      signed.helpdesk.system.download(session, { file })
    await expect(download(stranger, name)).rejects.toMatchObject({ code: 'NO_PERMISSION' })
    expect(await download(author, name.replace('log', 'other'))).toBeNull()
  })

  test('a store that cannot sign is read from here', async () => {
    const plain = await createTestHelpdesk({ signedDownloads: { expiresIn: 60 } })
    await plain.files.put('p_ab_me.jpg', new File(['me'], 'me.jpg'))
    expect(await plain.helpdesk.system.download({}, { file: 'p_ab_me.jpg' })).not.toHaveProperty('url')
  })
})
