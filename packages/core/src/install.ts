import { initialSettings, installAdmin, installSettings } from './domain/helpdesk/index.js'
import { fail } from './errors.js'
import type { LanguageCode } from './model/index.js'
import { isEmail, isName, isPassword, lowerCase } from './params/index.js'
import type { Passwords, Random } from './platform/index.js'
import { type Storage, storesOf } from './storage/index.js'

/** A staff member of level 3. */
export interface Admin {
  readonly name: string
  readonly email: string
  /** 6 to 200 characters. */
  readonly password: string
}

/** What `helpdesk.install()` takes. Only `admin` is required. */
export interface InstallOptions {
  /** The first staff member. */
  readonly admin: Admin
  /** The default language of the site and of mails. Default `en`. */
  readonly language?: LanguageCode
  /** Default `Support Center`. */
  readonly title?: string
  /** Where the site is, for links. Default `http://localhost`. */
  readonly url?: string
  /** Whether anybody may sign up. Default true. */
  readonly registration?: boolean
  /** Whether only accounts may write tickets. Default true. */
  readonly mandatoryLogin?: boolean
  /** Whether users may attach files. Default true. */
  readonly allowAttachments?: boolean
}

export async function install(
  {
    admin,
    language = 'en',
    title,
    url,
    registration = true,
    mandatoryLogin = true,
    allowAttachments = true,
  }: InstallOptions,
  storage: Storage,
  passwords: Passwords,
  random: Random,
): Promise<boolean> {
  const { name, email } = checked(admin)
  if ((await storage.staff.count()) > 0) return false
  const settings = {
    language,
    title,
    url,
    registration,
    mandatoryLogin,
    allowAttachments,
    mail: {},
  }
  const values = initialSettings(settings, random)
  await storage.transaction((tx) => installSettings(storesOf(tx), values))
  const password = await passwords.hash(admin.password)
  return storage.transaction((tx) => installAdmin(storesOf(tx), { name, email, password }))
}

export async function addAdmin(admin: Admin, storage: Storage, passwords: Passwords): Promise<number> {
  const { name, email } = checked(admin)
  const password = await passwords.hash(admin.password)
  return storage.transaction(async (tx) => {
    // Without settings there is no helpdesk that somebody could be the admin of.
    if ((await tx.staff.count()) === 0) fail('NOT_INSTALLED')
    const id = await tx.staff.insert({
      name,
      email,
      password,
      profilePic: '',
      level: 3,
      sendEmailOnNewTicket: true,
    })
    if (id === undefined) return fail('ALREADY_A_STAFF')
    const departments = await tx.departments.all()
    await tx.staff.setDepartments(
      id,
      departments.map((department) => department.id),
    )
    return id
  })
}

function checked(admin: Admin): Admin {
  const email = lowerCase(admin.email)
  if (!isName(admin.name)) fail('INVALID_NAME')
  if (!isEmail(email)) fail('INVALID_EMAIL')
  if (!isPassword(admin.password)) fail('INVALID_PASSWORD')
  return { ...admin, email }
}
