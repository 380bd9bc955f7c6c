import type { Department } from '../model/index.js'

export interface DepartmentStore {
  byId(id: number): Promise<Department | undefined>
  /** Returns the first department with the same name. */
  byName(name: string): Promise<Department | undefined>
  /** Returns all departments by id. */
  all(): Promise<Department[]>
  insert(department: { name: string; private: boolean }): Promise<number>
  update(id: number, patch: { name: string; private: boolean }): Promise<boolean>
  /** Removes the department and its memberships. Move its tickets first. */
  remove(id: number): Promise<boolean>
  /** Moves all tickets of one department to another, and changes nothing else of them. */
  moveTickets(from: number, to: number): Promise<void>
  /** Returns whether the department has a ticket that a user (not staff) wrote. */
  hasUserTickets(id: number): Promise<boolean>
}
