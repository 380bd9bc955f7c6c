import type { ErrorCode } from '../errors.js'
import { type LanguageCode, languageCodes } from '../model/index.js'
import { digits, id } from './number.js'
import { found, type Parameter, parameter } from './parameter.js'
import { oneOf } from './text.js'

/** A number that a ticket may have, whether or not one has it. */
export const possibleTicketNumber = (code: ErrorCode) => parameter(code, digits(100_000, 9_999_999))

/** The number of a ticket that exists: six digits, or seven once those are used up. */
export const ticketNumber = (code: ErrorCode) =>
  found(code, possibleTicketNumber(code), (storage, number) => storage.tickets.byNumber(number))

/** As `ticketNumber`, but the operation gets the whole ticket, with its events. */
export const ticketInFull = (code: ErrorCode) =>
  found(code, possibleTicketNumber(code), (storage, number) => storage.tickets.detailsByNumber(number))

/** The id of a department that exists. */
export const department = (code: ErrorCode) =>
  found(code, id(code), (storage, key) => storage.departments.byId(key))

/** The id of a user that exists. */
export const user = (code: ErrorCode) => found(code, id(code), (storage, key) => storage.users.byId(key))

/** The id of a staff member that exists. */
export const staff = (code: ErrorCode) => found(code, id(code), (storage, key) => storage.staff.byId(key))

/** The id of a tag that exists. */
export const tag = (code: ErrorCode) => found(code, id(code), (storage, key) => storage.tags.byId(key))

/** One of the 15 languages. */
export const language = (code: ErrorCode): Parameter<LanguageCode, LanguageCode> => oneOf(code, languageCodes)

/** A language that tickets may be written in. */
export const supportedLanguage = (code: ErrorCode) =>
  found(code, language(code), async (storage, chosen) =>
    (await storage.settings.languages()).some((each) => each.code === chosen && each.supported)
      ? chosen
      : undefined,
  )
