import type { Call, HookParams, Tx } from './call.js'

/** Adds a hook. Returns a function that removes it. */
export function addHook<Hook>(hooks: Map<string, Set<Hook>>, path: string, hook: Hook): () => void {
  const set = hooks.get(path) ?? new Set()
  hooks.set(path, set.add(hook))
  return () => set.delete(hook)
}

/** Returns whether an operation has a hook. */
export const hasHooks = ({ hooks }: Call, path: string): boolean =>
  (hooks.prepare.get(path)?.size ?? 0) + (hooks.before.get(path)?.size ?? 0) > 0

/** Runs the `prepare` hooks of an operation in sequence. */
export async function runPrepareHooks(call: Call, path: string, params: HookParams): Promise<void> {
  for (const hook of call.hooks.prepare.get(path) ?? []) await hook(call, params)
}

/** In milliseconds. Others wait for the locks of the transaction meanwhile. */
const longest = 1000

/** Runs the `before` hooks of an operation inside its transaction. Throws when one takes longer than a second. */
export async function runBeforeHooks(
  { hooks }: Call,
  path: string,
  tx: Tx,
  params: HookParams,
): Promise<void> {
  for (const hook of hooks.before.get(path) ?? []) {
    let timer: ReturnType<typeof setTimeout> | undefined
    const timeout = new Promise<never>((_, reject) => {
      const error = new Error(`a before hook of ${path} took longer than a second: use prepare for slow work`)
      timer = setTimeout(() => reject(error), longest)
    })
    try {
      await Promise.race([hook(tx, params), timeout])
    } finally {
      clearTimeout(timer)
    }
  }
}
