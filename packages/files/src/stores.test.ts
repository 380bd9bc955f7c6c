import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryFiles } from '@opensupports/core'
import { testFiles } from '@opensupports/files/testing'
import { afterAll, describe, test } from 'vitest'
import { localFiles } from './index.js'

describe('memoryFiles', () => {
  testFiles(async () => memoryFiles(), { test })
})

describe('localFiles', () => {
  const homes: string[] = []
  afterAll(() => Promise.all(homes.map((home) => rm(home, { recursive: true, force: true }))))

  testFiles(
    async () => {
      const home = await mkdtemp(join(tmpdir(), 'opensupports-files-'))
      homes.push(home)
      return localFiles(join(home, 'files'))
    },
    { test },
  )
})
