import { expect } from 'vitest'

/** Returns what `rejects.toEqual` compares with a refusal of this code. */
export const refusal = (code: string): unknown => expect.objectContaining({ code })
