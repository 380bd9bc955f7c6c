/** The driver returns whole numbers and sums as texts, in case they exceed a number. Ours do not. */
const asNumber = new Set([20, 1700])
export const types = {
  getTypeParser: (id: number) => (asNumber.has(id) ? Number : (keptTypes[id] ?? ((value: string) => value))),
}
const keptTypes: Record<number, (value: string) => unknown> = {
  16: (value) => value === 't',
  ...Object.fromEntries([21, 23, 26, 700, 701].map((id) => [id, Number])),
}
