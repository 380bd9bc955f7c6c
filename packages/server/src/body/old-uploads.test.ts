import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { removeOldUploads } from './old-uploads.js'

const now = new Date('2026-01-02T12:00:00Z')
const old = new Date('2026-01-02T10:59:00Z')
const young = new Date('2026-01-02T11:01:00Z')
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opensupports-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function upload(name: string, file: string, fileTime: Date, folderTime: Date) {
  const path = join(folder, name)
  mkdirSync(path)
  writeFileSync(join(path, file), 'words')
  utimesSync(join(path, file), fileTime, fileTime)
  utimesSync(path, folderTime, folderTime)
}

test('only old folders of uploads are removed', async () => {
  upload('opensupports-upload-old', '0', old, old)
  upload('opensupports-upload-written', '0', young, old)
  upload('opensupports-upload-new', '0', old, young)
  upload('opensupports-upload-foreign', 'thesis.txt', old, old)
  upload('another', '0', old, old)
  symlinkSync(join(folder, 'another'), join(folder, 'opensupports-upload-link'))
  writeFileSync(join(folder, 'opensupports-upload-file'), '')
  utimesSync(join(folder, 'opensupports-upload-file'), old, old)
  expect(await removeOldUploads(folder, now)).toBe(1)
  expect(readdirSync(folder).toSorted()).toEqual([
    'another',
    'opensupports-upload-file',
    'opensupports-upload-foreign',
    'opensupports-upload-link',
    'opensupports-upload-new',
    'opensupports-upload-written',
  ])
})

test('a missing folder has none', async () => {
  expect(await removeOldUploads(join(folder, 'missing'), now)).toBe(0)
})
