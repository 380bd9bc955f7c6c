import type { FileStore } from '@opensupports/core'
import { localFiles } from './local-files.js'
import { s3Files } from './s3/index.js'

/**
 * Opens the store at an address: a folder, or `s3://bucket/prefix?endpoint=https://s3.example.com&region=eu-central-1`.
 * The keys of a bucket come from the environment: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and optionally
 * `AWS_SESSION_TOKEN`. A prefix without a final `/` gets one.
 *
 * @throws Error if the address of a bucket has no endpoint, or the environment has no keys
 */
export function filesAt(
  address: string,
  env: Readonly<Record<string, string | undefined>>,
): FileStore & Required<Pick<FileStore, 'names'>> {
  if (!/^s3:/i.test(address)) return localFiles(address)
  const url = new URL(address)
  const endpoint = url.searchParams.get('endpoint')
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env
  if (!endpoint || !URL.canParse(endpoint)) {
    throw new Error('the address of a bucket needs an endpoint: s3://bucket?endpoint=https://s3.example.com')
  }
  if (!accessKeyId || !secretAccessKey) {
    throw new Error('set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment to use a bucket')
  }
  const folder = url.pathname.replace(/^\/+|\/+$/g, '')
  const region = url.searchParams.get('region')
  return s3Files({
    endpoint,
    bucket: url.hostname,
    accessKeyId,
    secretAccessKey,
    ...(folder ? { prefix: `${folder}/` } : {}),
    ...(region ? { region } : {}),
    ...(env.AWS_SESSION_TOKEN ? { sessionToken: env.AWS_SESSION_TOKEN } : {}),
    virtualHost: url.searchParams.get('virtual-host') === '1',
  })
}
