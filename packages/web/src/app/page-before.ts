/** Returns a text that is the same for all pages of a list and differs from that of other lists. */
const listOf = (params: unknown): string =>
  JSON.stringify(params, (name, value) => (name === 'page' ? undefined : value))

/**
 * Keeps showing a page of a list until another one is read, so that the buttons below it keep the focus. It is the
 * `placeholderData` of a query whose key ends with these parameters. Another list shows nothing until it is read.
 */
export const pageBefore =
  (params: unknown) =>
  <Data>(
    data: Data | undefined,
    query: { readonly queryKey: readonly unknown[] } | undefined,
  ): Data | undefined =>
    listOf(query?.queryKey.at(-1)) === listOf(params) ? data : undefined
