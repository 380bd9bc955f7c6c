import { expect } from 'vitest'
import { OpenSupportsError } from '../index.js'
import { prepareCall } from './calls.test-support.js'
import { interruptions } from './interruptions.test-support.js'
import { checkInvariants } from './invariants.test-support.js'
import { makeWorld, type Stage, type World } from './stage.test-support.js'

/** Where an interruption runs. Its promise resolves once the interruption is done, or waits for a lock. */
export type Interrupt = (work: () => Promise<unknown>) => void

/** Throws unless the call succeeded, or was refused with a code that it declares. */
async function doneOrRefused(call: Promise<unknown>): Promise<void> {
  const refusal = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (refusal === undefined) return
  expect(refusal).toBeInstanceOf(OpenSupportsError)
  expect(refusal).not.toMatchObject({ code: 'INTERNAL_ERROR' })
}

/**
 * Runs an operation and an interruption, and checks the outcome of both.
 *
 * @param interrupt where it runs. Default: between parsing and transaction
 */
export async function interleave(
  stage: Stage,
  { path, name }: { readonly path: string; readonly name: string },
  interrupt: Interrupt = stage.interrupt,
): Promise<World> {
  const world = await makeWorld(stage)
  const operation = stage.desk.helpdesk.operations.get(path)
  if (!operation) throw new Error(`there is no operation ${path}`)
  const { caller, fields } = await prepareCall(path, world)
  let interruption: Promise<unknown> = Promise.resolve()
  interrupt(() => {
    interruption = doneOrRefused(interruptions[name]?.(world) ?? Promise.reject(new Error(`no ${name}`)))
    // Checked below, whatever the outcome of the call.
    interruption.catch(() => {})
    return interruption
  })
  // `checkAnswers` turns undeclared codes into other errors.
  await doneOrRefused(stage.desk.helpdesk.call(operation, caller, fields))
  await interruption
  await checkInvariants(world)
  return world
}
