/** Settles as `work` does, but with undefined if it takes longer than the limit; it keeps running then. */
export async function inTime<T>(work: Promise<T>, limitMs: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limitMs)
  })
  try {
    return await Promise.race([work, over])
  } finally {
    clearTimeout(timer)
    // Prevents unhandled rejections.
    work.catch(() => {})
  }
}
