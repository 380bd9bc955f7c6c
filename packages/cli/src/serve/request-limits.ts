import type { ServerOptions } from 'node:http'

/** Limits of `node:http`: 15 seconds for the headers of a request, and 20 minutes for all of it. */
export const requestLimits = {
  headersTimeout: 15_000,
  requestTimeout: 1_200_000,
  connectionsCheckingInterval: 5000,
} satisfies ServerOptions
