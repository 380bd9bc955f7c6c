import type { ErrorCode } from '../errors.js'
import { type Department, type LanguageCode, languageCodes } from '../model/index.js'
import {
  type AccountRef,
  type EventOfTicket,
  type LockableTable,
  type RowLock,
  type StoredTicket,
  ticketLocks,
} from '../storage/index.js'
import { accounts, ids } from './list.js'
import { flexibleId, id } from './number.js'
import { found, type NamedParameter, named, type Parameter, parameter } from './parameter.js'
import { digits } from './schemas.js'
import { oneOf } from './text.js'

/** Locks a named row that the operation only relies on. */
const shared =
  (table: LockableTable) =>
  ({ id }: { readonly id: number }): readonly RowLock[] => [{ table, id, mode: 'share' }]

const allShared =
  (table: LockableTable) =>
  (list: readonly number[]): readonly RowLock[] =>
    list.map((id) => ({ table, id, mode: 'share' }))

/** A well-formed ticket number; the ticket need not exist. */
export const possibleTicketNumber = (code: ErrorCode) => parameter(code, digits(100_000, 9_999_999))

/** The number of an existing ticket: six digits, or seven once those run out. The value is the ticket. */
export const ticket = <Field extends string>(field: Field, code: ErrorCode) =>
  named(field, {
    ...found(
      code,
      possibleTicketNumber(code),
      (stores, number) => stores.tickets.byNumber(number),
      ticketLocks,
    ),
    authorOf: ({ author }: StoredTicket) => author,
    departmentOf: ({ department }: StoredTicket) => department?.id ?? null,
  })

/** An event with its ticket, which is undefined if it is gone. */
export interface NamedEvent {
  readonly event: EventOfTicket
  readonly ticket: StoredTicket | undefined
}

/** The id of a ticket's event. An unknown one, and anything else, counts as missing. */
export function ticketEvent<Field extends string>(
  field: Field,
): NamedParameter<Field, number | undefined, NamedEvent | undefined> {
  const key = flexibleId()
  return named(field, {
    ...key,
    looksUp: true,
    readKey: key.read,
    locks: (named) => (named?.ticket ? ticketLocks(named.ticket) : []),
    authorOf: (named) => named?.ticket?.author ?? null,
    departmentOf: (named) => named?.ticket?.department?.id ?? null,
    async read(value, stores) {
      const id = await key.read(value, stores)
      const event = id === undefined ? undefined : await stores.tickets.eventById(id)
      return event && { event, ticket: await stores.tickets.byNumber(event.ticketNumber) }
    },
  })
}

/** The id of an existing department. */
export const department = <Field extends string>(field: Field, code: ErrorCode) =>
  named(field, {
    ...found(code, id(code), (stores, key) => stores.departments.byId(key), shared('departments')),
    departmentOf: ({ id }: Department) => id,
  })

/** The id of an existing user. */
export const user = <Field extends string>(field: Field, code: ErrorCode) =>
  named(
    field,
    found(code, id(code), (stores, key) => stores.users.byId(key), shared('users')),
  )

/** The id of an existing staff member. */
export const staff = <Field extends string>(field: Field, code: ErrorCode) =>
  named(
    field,
    found(code, id(code), (stores, key) => stores.staff.byId(key), shared('staff')),
  )

/** As `staff`, with the ids of the departments that the member serves. */
export const staffWithDepartments = <Field extends string>(field: Field, code: ErrorCode) =>
  named(
    field,
    found(
      code,
      id(code),
      async (stores, key) => {
        const member = await stores.staff.byId(key)
        return member && { id: key, name: member.name, departmentIds: await stores.staff.departmentIds(key) }
      },
      shared('staff'),
    ),
  )

/** The id of an existing tag. */
export const tag = <Field extends string>(field: Field, code: ErrorCode) =>
  named(
    field,
    found(code, id(code), (stores, key) => stores.tags.byId(key), shared('tags')),
  )

/** The id of an existing topic. */
export const topic = <Field extends string>(field: Field, code: ErrorCode) =>
  named(
    field,
    found(code, id(code), (stores, key) => stores.topics.byId(key), shared('topics')),
  )

/** The id of an existing article. */
export const article = <Field extends string>(field: Field, code: ErrorCode) =>
  named(
    field,
    found(code, id(code), (stores, key) => stores.articles.byId(key), shared('articles')),
  )

/** One of the 15 languages. */
export const language = (code: ErrorCode): Parameter<LanguageCode, LanguageCode> => oneOf(code, languageCodes)

/** One of the languages that tickets may be written in. */
export const supportedLanguage = (code: ErrorCode) =>
  found(code, language(code), async (stores, chosen) =>
    (await stores.settingStore.languages()).some((each) => each.code === chosen && each.supported)
      ? chosen
      : undefined,
  )

/** The id of an existing prepared answer. */
export const customResponse = <Field extends string>(field: Field, code: ErrorCode) =>
  named(
    field,
    found(code, id(code), (stores, key) => stores.customResponses.byId(key), shared('customResponses')),
  )

const allExist = (asked: readonly number[], existing: readonly number[]) =>
  asked.every((each) => existing.includes(each)) ? asked : undefined

/** The ids of existing tags. */
export const existingTags = (code: ErrorCode) =>
  found(
    code,
    ids(code),
    async (stores, list) => (list.length === 0 ? list : allExist(list, await stores.tags.existing(list))),
    allShared('tags'),
  )

/** The ids of existing staff members. */
export const existingStaff = (code: ErrorCode) =>
  found(
    code,
    ids(code),
    async (stores, list) => (list.length === 0 ? list : allExist(list, await stores.staff.existing(list))),
    allShared('staff'),
  )

/** The ids of existing departments. */
export const existingDepartments = (code: ErrorCode) =>
  found(
    code,
    ids(code),
    async (stores, list) => {
      if (list.length === 0) return list
      const all = await stores.departments.all()
      return allExist(
        list,
        all.map((each) => each.id),
      )
    },
    allShared('departments'),
  )

/** The ids of existing users. */
export const existingUsers = (code: ErrorCode) =>
  found(
    code,
    ids(code),
    async (stores, list) => {
      if (list.length === 0) return list
      const users = await stores.users.byIds(list)
      return allExist(
        list,
        users.map((each) => each.id),
      )
    },
    allShared('users'),
  )

/** Existing accounts. */
export const existingAccounts = (code: ErrorCode) =>
  found(code, accounts(code), async (stores, list) => {
    if (list.length === 0) return list
    const people = await stores.people.byRefs(list)
    const exists = ({ kind, id }: AccountRef) => people.some((each) => each.kind === kind && each.id === id)
    return list.every(exists) ? list : undefined
  })
