import { QueryClient } from '@tanstack/react-query'

/** Returns a cache of what one person has read, whose entries are fresh for ten seconds. */
export const newCache = (): QueryClient =>
  new QueryClient({ defaultOptions: { queries: { staleTime: 10_000 } } })

/** Empties a cache, and frees the files that it holds. */
export function emptyCache(cache: QueryClient): void {
  for (const [, address] of cache.getQueriesData<string>({ queryKey: ['file'] }))
    if (address) URL.revokeObjectURL(address)
  cache.clear()
}
