// Prints the files that a program has loaded from packages when it ends, one a line:
// `node --import ./.ci/loaded-files.mjs --input-type=module --eval 'import "a-package"'`.
import Module, { register } from 'node:module'
import { fileURLToPath } from 'node:url'
import { isMainThread, MessageChannel, receiveMessageOnPort } from 'node:worker_threads'

if (isMainThread) {
  const { port1, port2 } = new MessageChannel()
  port1.unref()
  register(import.meta.url, { data: port2, transferList: [port2] })
  process.on('exit', () => {
    // Files that CommonJS requires do not pass the loader.
    const files = new Set(Object.keys(Module._cache))
    for (let next = receiveMessageOnPort(port1); next; next = receiveMessageOnPort(port1)) {
      if (next.message.startsWith('file:')) files.add(fileURLToPath(next.message))
    }
    for (const file of files) console.log(file)
  })
}

let loaded

/** Called by Node in the thread of the loader. */
export function initialize(port) {
  loaded = port
}

/** Called by Node there for each module. */
export function load(url, context, next) {
  loaded.postMessage(url)
  return next(url, context)
}
