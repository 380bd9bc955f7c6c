import { AwsClient } from 'aws4fetch'
import type { S3Options } from './index.js'

/** A real server to test against. */
export interface S3Server {
  /** Returns options for an empty bucket of its own. */
  bucket(): Promise<S3Options>
}

/** Undefined, with a warning, unless TEST_S3_URL is set: `http://key:secret@host:port`. */
export function s3Server(): S3Server | undefined {
  const { TEST_S3_URL } = process.env
  if (!TEST_S3_URL) {
    console.log('S3: skipped, for want of a server (set TEST_S3_URL)')
    return undefined
  }
  const url = new URL(TEST_S3_URL)
  const options = {
    endpoint: url.origin,
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
    region: 'us-east-1',
  }
  let made = 0
  return {
    async bucket() {
      const bucket = `os-test-${process.pid}-${made++}`
      const client = new AwsClient({ ...options, service: 's3' })
      const response = await client.fetch(`${options.endpoint}/${bucket}`, { method: 'PUT' })
      if (!response.ok) throw new Error(`cannot create a bucket: ${response.status} ${await response.text()}`)
      return { ...options, bucket }
    },
  }
}
