import { parentPort } from 'node:worker_threads'
import { type RawMail, takeApart } from '../take-apart.js'
import type { FromWorker, ToWorker } from './messages.js'

const port = parentPort
if (!port) throw new Error('this file runs as a worker thread only')

const answer = (message: FromWorker, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)

port.on('message', ({ raw, known }: ToWorker) => {
  try {
    const mail = takeApart(raw, known satisfies RawMail)
    answer(
      { mail },
      mail.files.map(({ bytes }) => bytes.buffer),
    )
  } catch (error) {
    answer({ refused: error instanceof Error ? error.message : String(error) })
  }
})
answer({ ready: true })
