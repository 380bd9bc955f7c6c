import { cpus, totalmem } from 'node:os'
import type { MachineResult } from './results.js'

/** Describes this machine, without names and paths. */
export function machine(): MachineResult {
  const [cpu] = cpus()
  return {
    kind: 'machine',
    cpu: cpu?.model.replace(/\s+/g, ' ').trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    date: new Date().toISOString().slice(0, 10),
  }
}
