// Stands for the part of the query library that reads lists without end, of which the app has none.

export const infiniteQueryBehavior = (): never => {
  throw new Error('The app has no lists without end.')
}
export const hasNextPage = (): boolean => false
export const hasPreviousPage = hasNextPage
