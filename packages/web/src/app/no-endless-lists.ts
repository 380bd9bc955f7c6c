// Replaces TanStack Query's code for infinite queries, which the app does not use, to keep the bundle small.

export const infiniteQueryBehavior = (): never => {
  throw new Error('The app has no infinite queries.')
}
export const hasNextPage = (): boolean => false
export const hasPreviousPage = hasNextPage
