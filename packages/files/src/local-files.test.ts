import {
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StoredFile, Upload } from '@opensupports/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { localFiles } from './index.js'

let home: string
let folder: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'opensupports-files-'))
  folder = join(home, 'files')
})
afterEach(() => rm(home, { recursive: true, force: true }))

const upload = (content: string): Upload => new File([content], 'as sent.txt')
const text = async (file: StoredFile | undefined) => file && new Response(file.stream()).text()

/** Returns the open file descriptors of this process for a path. */
async function descriptorsOf(path: string): Promise<number> {
  const links = (await readdir('/proc/self/fd')).map((fd) =>
    readlink(`/proc/self/fd/${fd}`).catch(() => undefined),
  )
  return (await Promise.all(links)).filter((target) => target === path).length
}

describe('keeping a file', () => {
  it('returns the stored content and its size', async () => {
    const files = localFiles(folder)
    await files.put('t1_a.txt', upload('größer'))
    const file = await files.open('t1_a.txt')
    expect(file?.size).toBe(8)
    expect(await text(file)).toBe('größer')
  })

  it('keeps an empty file', async () => {
    const files = localFiles(folder)
    await files.put('empty', upload(''))
    const file = await files.open('empty')
    expect(file?.size).toBe(0)
    expect(await text(file)).toBe('')
  })

  it('starts from the beginning at each read', async () => {
    const files = localFiles(folder)
    await files.put('a', upload('twice'))
    const file = await files.open('a')
    expect([await text(file), await text(file)]).toEqual(['twice', 'twice'])
  })

  it('replaces a file of the same name', async () => {
    const files = localFiles(folder)
    await files.put('a', upload('the first, which is longer'))
    await files.put('a', upload('the second'))
    expect(await text(await files.open('a'))).toBe('the second')
    expect(await readdir(folder)).toEqual(['a'])
  })

  it('creates the folder with the first file, both readable only by the owner', async () => {
    const files = localFiles(folder)
    expect(await files.open('a')).toBeUndefined()
    await expect(stat(folder)).rejects.toThrow('ENOENT')
    await files.put('a', upload('x'))
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect((await stat(join(folder, 'a'))).mode & 0o777).toBe(0o600)
  })

  it('syncs the file before its name is visible, and then the folder', async () => {
    await mkdir(folder)
    const handle = await open(folder, 'r')
    const prototype = Object.getPrototypeOf(handle) as typeof handle
    await handle.close()
    const { sync } = prototype
    const visible: (readonly [string, boolean])[] = []
    const spy = vi.spyOn(prototype, 'sync').mockImplementation(async function (this: typeof handle) {
      const names = await readdir(folder)
      visible.push([(await this.stat()).isDirectory() ? 'folder' : 'file', names.includes('a')])
      await sync.call(this)
    })
    await localFiles(folder)
      .put('a', upload('x'))
      .finally(() => spy.mockRestore())
    expect(visible).toEqual([
      ['file', false],
      ['folder', true],
    ])
  })

  it('streams the content to disk with little memory', async () => {
    const chunk = new Uint8Array(65_536).fill(7)
    const total = 20 * 1_048_576
    let sent = 0
    let mostHeld = 0
    const stream = () =>
      new ReadableStream<Uint8Array>({
        async pull(controller) {
          const names = await readdir(folder)
          const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size))
          mostHeld = Math.max(mostHeld, sent - sizes.reduce((sum, size) => sum + size, 0))
          if (sent === total) return controller.close()
          sent += chunk.length
          controller.enqueue(chunk)
        },
      })
    const files = localFiles(folder)
    await files.put('large', { name: 'large', size: total, stream })
    expect(mostHeld).toBeLessThan(1_048_576)

    const file = await files.open('large')
    expect(file?.size).toBe(total)
    let read = 0
    let longest = 0
    for await (const part of file?.stream() ?? []) {
      read += part.length
      longest = Math.max(longest, part.length)
    }
    expect(read).toBe(total)
    expect(longest).toBeLessThan(1_048_576)
  })
})

describe('content that breaks off', () => {
  const broken: Upload = {
    name: 'broken',
    size: 10,
    stream: () => {
      let started = false
      return new ReadableStream<Uint8Array>({
        pull(controller) {
          if (started) throw new Error('the sender hung up')
          started = true
          controller.enqueue(new Uint8Array(5))
        },
      })
    },
  }

  it('leaves no file', async () => {
    const files = localFiles(folder)
    await expect(files.put('a', broken)).rejects.toThrow('the sender hung up')
    expect(await readdir(folder)).toEqual([])
    expect(await files.open('a')).toBeUndefined()
  })

  it('keeps the previous file', async () => {
    const files = localFiles(folder)
    await files.put('a', upload('kept'))
    await expect(files.put('a', broken)).rejects.toThrow('the sender hung up')
    expect(await text(await files.open('a'))).toBe('kept')
    expect(await readdir(folder)).toEqual(['a'])
  })
})

describe('removing', () => {
  it('deletes the file', async () => {
    const files = localFiles(folder)
    await files.put('a', upload('x'))
    await files.remove('a')
    expect(await files.open('a')).toBeUndefined()
  })

  it('does nothing if there is no such file', async () => {
    await expect(localFiles(folder).remove('missing')).resolves.toBeUndefined()
  })
})

describe('names', () => {
  const refused = [
    '',
    '.',
    '..',
    '../outside',
    'a/b',
    '/etc/passwd',
    'a\\b',
    '.hidden',
    '-option',
    'nul\0',
    'a\n',
    'é',
    'x'.repeat(256),
  ]

  it.each(refused)('rejects %j', async (name) => {
    await writeFile(join(home, 'outside'), 'secret')
    const files = localFiles(folder)
    await expect(files.put(name, upload('x'))).rejects.toThrow('invalid file name')
    expect(await files.open(name)).toBeUndefined()
    await files.remove(name)
    expect((await stat(join(home, 'outside'))).size).toBe(6)
  })

  it('accepts up to 255 letters, digits, _, . and -', async () => {
    const name = `_A9.-${'x'.repeat(250)}`
    const files = localFiles(folder)
    await files.put(name, upload('x'))
    expect(await text(await files.open(name))).toBe('x')
  })

  it('does not list unfinished files', async () => {
    const files = localFiles(folder)
    await files.put('a', upload('x'))
    const unfinished = '.6b0c.part'
    await writeFile(join(folder, unfinished), 'half')
    expect(await files.open(unfinished)).toBeUndefined()
  })
})

describe('something other than a plain file', () => {
  it('is not opened if it is a link', async () => {
    await mkdir(folder)
    await writeFile(join(home, 'outside'), 'secret')
    await symlink(join(home, 'outside'), join(folder, 'link'))
    expect(await localFiles(folder).open('link')).toBeUndefined()
  })

  it('is not read if a link replaces the opened file', async () => {
    const files = localFiles(folder)
    await files.put('a', upload('x'))
    const file = await files.open('a')
    await writeFile(join(home, 'outside'), 'secret')
    await files.remove('a')
    await symlink(join(home, 'outside'), join(folder, 'a'))
    await expect(text(file)).rejects.toThrow('the file was removed')
  })

  it('is replaced, not followed, when a file of the same name is stored', async () => {
    await mkdir(folder)
    await writeFile(join(home, 'outside'), 'secret')
    await symlink(join(home, 'outside'), join(folder, 'link'))
    await localFiles(folder).put('link', upload('mine'))
    expect((await stat(join(home, 'outside'))).size).toBe(6)
    expect((await lstat(join(folder, 'link'))).isFile()).toBe(true)
  })

  it('is not opened if it is a folder', async () => {
    await mkdir(join(folder, 'inner'), { recursive: true })
    expect(await localFiles(folder).open('inner')).toBeUndefined()
  })
})

describe.runIf(process.platform === 'linux')('descriptors', () => {
  it('are opened by the first read, and closed when it is cancelled', async () => {
    const files = localFiles(folder)
    await files.put('a', upload('x'.repeat(200_000)))
    const path = join(folder, 'a')
    const stream = (await files.open('a'))?.stream()
    expect(await descriptorsOf(path)).toBe(0)
    const reader = stream?.getReader()
    await reader?.read()
    expect(await descriptorsOf(path)).toBe(1)
    await reader?.cancel()
    expect(await descriptorsOf(path)).toBe(0)
  })

  it('are closed if the read is cancelled while opening', async () => {
    const files = localFiles(folder)
    await files.put('a', upload('x'))
    const reader = (await files.open('a'))?.stream().getReader()
    const reading = reader?.read()
    await reader?.cancel()
    await reading
    expect(await descriptorsOf(join(folder, 'a'))).toBe(0)
  })

  it('are closed at the end', async () => {
    const files = localFiles(folder)
    await files.put('a', upload('x'))
    await text(await files.open('a'))
    expect(await descriptorsOf(join(folder, 'a'))).toBe(0)
  })
})
