import type { ErrorCode } from '../errors.js'
import { type LanguageCode, languageCodes } from '../model/index.js'
import { type AccountRef, type LockableTable, type RowLock, ticketLocks } from '../storage/index.js'
import { accounts, ids } from './list.js'
import { id } from './number.js'
import { found, named, type Parameter, parameter } from './parameter.js'
import { digits } from './schemas.js'
import { oneOf } from './text.js'

/** What a write locks for a thing that its rules only read. */
const shared =
  (table: LockableTable) =>
  ({ id }: { readonly id: number }): readonly RowLock[] => [{ table, id, mode: 'share' }]

const allShared =
  (table: LockableTable) =>
  (list: readonly number[]): readonly RowLock[] =>
    list.map((id) => ({ table, id, mode: 'share' }))

/** A number that a ticket may have, whether or not one has it. */
export const possibleTicketNumber = (code: ErrorCode) => parameter(code, digits(100_000, 9_999_999))

/** The number of a ticket that exists: six digits, or seven once those are used up. The value is the ticket. */
export const ticket = <Field extends string>(field: Field, code: ErrorCode) =>
  named(
    field,
    found(code, possibleTicketNumber(code), (stores, number) => stores.tickets.byNumber(number), ticketLocks),
  )

/** As `ticket`, but the value is the whole ticket, with its events. */
export const ticketInFull = <Field extends string>(field: Field, code: ErrorCode) =>
  named(
    field,
    found(
      code,
      possibleTicketNumber(code),
      (stores, number) => stores.tickets.detailsByNumber(number),
      ticketLocks,
    ),
  )

/** The id of a department that exists. */
export const department = <Field extends string>(field: Field, code: ErrorCode) =>
  named(
    field,
    found(code, id(code), (stores, key) => stores.departments.byId(key), shared('departments')),
  )

/** The id of a user that exists. */
export const user = <Field extends string>(field: Field, code: ErrorCode) =>
  named(
    field,
    found(code, id(code), (stores, key) => stores.users.byId(key), shared('users')),
  )

/** The id of a staff member that exists. */
export const staff = <Field extends string>(field: Field, code: ErrorCode) =>
  named(
    field,
    found(code, id(code), (stores, key) => stores.staff.byId(key), shared('staff')),
  )

/** The id of a tag that exists. */
export const tag = <Field extends string>(field: Field, code: ErrorCode) =>
  named(
    field,
    found(code, id(code), (stores, key) => stores.tags.byId(key), shared('tags')),
  )

/** The id of a topic that exists. */
export const topic = <Field extends string>(field: Field, code: ErrorCode) =>
  named(
    field,
    found(code, id(code), (stores, key) => stores.topics.byId(key), shared('topics')),
  )

/** The id of an article that exists. */
export const article = <Field extends string>(field: Field, code: ErrorCode) =>
  named(
    field,
    found(code, id(code), (stores, key) => stores.articles.byId(key), shared('articles')),
  )

/** One of the 15 languages. */
export const language = (code: ErrorCode): Parameter<LanguageCode, LanguageCode> => oneOf(code, languageCodes)

/** A language that tickets may be written in. */
export const supportedLanguage = (code: ErrorCode) =>
  found(code, language(code), async (stores, chosen) =>
    (await stores.settingStore.languages()).some((each) => each.code === chosen && each.supported)
      ? chosen
      : undefined,
  )

/** The id of a custom response that exists. */
export const customResponse = <Field extends string>(field: Field, code: ErrorCode) =>
  named(
    field,
    found(code, id(code), (stores, key) => stores.customResponses.byId(key), shared('customResponses')),
  )

const allExist = (asked: readonly number[], existing: readonly number[]) =>
  asked.every((each) => existing.includes(each)) ? asked : undefined

/** Ids of tags that exist. */
export const existingTags = (code: ErrorCode) =>
  found(
    code,
    ids(code),
    async (stores, list) => (list.length === 0 ? list : allExist(list, await stores.tags.existing(list))),
    allShared('tags'),
  )

/** Ids of staff members that exist. */
export const existingStaff = (code: ErrorCode) =>
  found(
    code,
    ids(code),
    async (stores, list) => (list.length === 0 ? list : allExist(list, await stores.staff.existing(list))),
    allShared('staff'),
  )

/** Ids of departments that exist. */
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

/** Ids of users that exist. */
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

/** Accounts that exist. */
export const existingAccounts = (code: ErrorCode) =>
  found(code, accounts(code), async (stores, list) => {
    if (list.length === 0) return list
    const people = await stores.people.byRefs(list)
    const exists = ({ kind, id }: AccountRef) => people.some((each) => each.kind === kind && each.id === id)
    return list.every(exists) ? list : undefined
  })
