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
   * Hides a department whose tickets go to another one, and removes its memberships. From then on, it exists for `hidden`,
   * `remove` and its tickets alone. Departments that were hidden with this one as their target get the new target.
   */
  hide(id: number, into: number): Promise<void>
  /** Returns the first hidden department by id; undefined if there is none. */
  hidden(): Promise<HiddenDepartment | undefined>
  /** Returns whether a user (not staff) wrote a ticket of the department, or of a hidden one whose tickets go there. */
  hasUserTickets(id: number): Promise<boolean>
}
