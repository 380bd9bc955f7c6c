import type { Department } from '../model/index.js'

export interface DepartmentStore {
  byId(id: number): Promise<Department | undefined>
  /** The first with the same name. */
  byName(name: string): Promise<Department | undefined>
  /** By id. */
  all(): Promise<Department[]>
  insert(department: { name: string; private: boolean }): Promise<number>
  update(id: number, patch: { name: string; private: boolean }): Promise<boolean>
  /** With its memberships. Its tickets must have moved before. */
  remove(id: number): Promise<boolean>
  /** Moves every ticket of one department to another; nothing else of them changes. */
  moveTickets(from: number, to: number): Promise<void>
  /** Whether a user (not staff) has written a ticket that is in it. */
  hasUserTickets(id: number): Promise<boolean>
}
