import { type Call, transaction } from './call/index.js'
import { initialSettings, insertAdmin, installAdmin, installSettings } from './domain/helpdesk/index.js'
import { fail } from './errors.js'
import type { LanguageCode } from './model/index.js'
import { isEmail, isName, isPassword, lowerCase } from './params/index.js'

/** A staff member of level 3. */
export interface Admin {
  readonly name: string
  readonly email: string
  /** 6 to 200 characters. */
  readonly password: string
}

/** The options of `helpdesk.install()`. Only `admin` is required. */
export interface InstallOptions {
  /** The first staff member. */
  readonly admin: Admin
  /** The default language of the site and of mails. Default `en`. */
  readonly language?: LanguageCode
  /** Default `Support Center`. */
  readonly title?: string
  /** The address of the site, for links. Default `http://localhost`. */
  readonly url?: string
  /** Whether anybody may sign up. Default true. */
  readonly registration?: boolean
  /** Whether only accounts may write tickets. Default true. */
  readonly mandatoryLogin?: boolean
  /** Whether users may attach files. Default true. */
  readonly allowAttachments?: boolean
}

export async function install(
  call: Call,
  {
    admin,
    language = 'en',
    title,
    url,
    registration = true,
    mandatoryLogin = true,
    allowAttachments = true,
  }: InstallOptions,
): Promise<boolean> {
  const { name, email } = checked(admin)
  if ((await call.staff.count()) > 0) return false
  const settings = {
    language,
    title,
    url,
    registration,
    mandatoryLogin,
    allowAttachments,
    mail: {},
  }
  const values = initialSettings(settings, call.random)
  await transaction(call, (tx) => installSettings(tx, values))
  const password = await call.passwords.hash(admin.password)
  return transaction(call, (tx) => installAdmin(tx, { name, email, password }))
}

export async function addAdmin(call: Call, admin: Admin): Promise<number> {
  const { name, email } = checked(admin)
  const password = await call.passwords.hash(admin.password)
  return transaction(call, async (tx) => {
    // The helpdesk does not exist before the installation.
    if ((await tx.staff.count()) === 0) fail('NOT_INSTALLED')
    return (await insertAdmin(tx, { name, email, password })) ?? fail('ALREADY_A_STAFF')
  })
}

function checked(admin: Admin): Admin {
  const email = lowerCase(admin.email)
  if (!isName(admin.name)) fail('INVALID_NAME')
  if (!isEmail(email)) fail('INVALID_EMAIL')
  if (!isPassword(admin.password)) fail('INVALID_PASSWORD')
  return { ...admin, email }
}
