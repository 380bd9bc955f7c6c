import type { Client } from '@opensupports/client'
import { useQuery } from '@tanstack/react-query'
import { useDesk } from '../app/desk.js'

/**
 * Returns an address of a file for `<img>`. The client fetches it, with the reader's session, so that it works from
 * another origin as well.
 */
export function useFileAddress(file: string): string | undefined {
  const { client } = useDesk()
  const { data } = useQuery({
    queryKey: ['file', file],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    retry: false,
    async queryFn() {
      const found = await client.system.download({ file })
      return found ? URL.createObjectURL(await found.blob()) : ''
    },
  })
  return data || undefined
}

/** Saves a file of a ticket or an article on the reader's device. */
export async function saveFile(client: Client, file: string): Promise<void> {
  const found = await client.system.download({ file })
  if (found) save(await found.blob(), found.name)
}

/** Saves something on the reader's device. */
export function save(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(URL.revokeObjectURL, 60_000, link.href)
}
