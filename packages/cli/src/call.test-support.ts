import { run } from './run.js'
import type { Terminal } from './terminal.js'

/** Runs a command line without a terminal, or with a person who answers prompts. */
export async function call(args: readonly string[], person: Partial<Terminal> = {}) {
  const [out, err]: [string[], string[]] = [[], []]
  const terminal: Terminal = {
    env: {},
    isInteractive: false,
    ask: async () => '',
    confirm: async () => false,
    input: async () => '',
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    ...person,
  }
  const code = await run(args, terminal)
  return { code, out: out.join(''), err: err.join('') }
}
