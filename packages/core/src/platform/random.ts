/** The source of randomness for tokens and ticket numbers; tests pass their own. */
export interface Random {
  /** Returns unpredictable bytes. */
  bytes(size: number): Uint8Array
}

export const systemRandom: Random = {
  bytes: (size) => globalThis.crypto.getRandomValues(new Uint8Array(size)),
}

/** Returns a whole number from `min` to `max`, both included. */
export function randomInteger(random: Random, min: number, max: number): number {
  const [byte0 = 0, byte1 = 0, byte2 = 0, byte3 = 0, byte4 = 0, byte5 = 0] = random.bytes(6)
  // 48 bits against a range of at most a million: the bias is below one in 10^8.
  const value = [byte0, byte1, byte2, byte3, byte4, byte5].reduce((sum, byte) => sum * 256 + byte, 0)
  return min + (value % (max - min + 1))
}
