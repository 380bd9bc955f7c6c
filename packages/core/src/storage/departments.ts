import type { Department } from '../model/index.js'

/** A department that is being deleted. */
export interface HiddenDepartment {
  readonly id: number
  /** The department that gets its tickets. */
  readonly into: number
}

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
  /**
   * Hides a department that is being deleted, and removes its memberships. Its tickets will move to the department `into`.
   * From then on, only `hidden`, `remove` and its tickets still know it. Hidden departments whose tickets were to move to
   * this one get the new target.
   */
  hide(id: number, into: number): Promise<void>
  /** Returns the hidden department with the lowest id; undefined if none is hidden. */
  hidden(): Promise<HiddenDepartment | undefined>
  /** Returns whether a user, not staff, wrote a ticket of the department or of a hidden one whose tickets move to it. */
  hasUserTickets(id: number): Promise<boolean>
}
