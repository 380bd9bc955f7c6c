import type { Tx } from '../../call/index.js'
import { type LanguageCode, languageCodes } from '../../model/index.js'
import { type Random, randomInteger, randomToken } from '../../platform/index.js'
import type { SettingValues, Stores } from '../../storage/index.js'

/** The settings of a new helpdesk; undefined ones get their default. */
export interface InstallationSettings {
  readonly language: LanguageCode
  readonly registration: boolean
  readonly mandatoryLogin: boolean
  readonly allowAttachments: boolean
  readonly title: string | undefined
  readonly url: string | undefined
  /** `server-email`, `smtp-host`, `smtp-user`, `smtp-pass`, `imap-host`, `imap-user`, `imap-pass`. */
  readonly mail: SettingValues
}

/** The default of the setting `url`. */
export const broughtUrl = 'http://localhost'

function isPrime(value: number): boolean {
  for (let divisor = 2; divisor * divisor <= value; divisor++) if (value % divisor === 0) return false
  return true
}

function randomPrime(random: Random): number {
  for (;;) {
    const candidate = randomInteger(random, 100_000, 999_999)
    if (isPrime(candidate)) return candidate
  }
}

const switched = (on: boolean) => (on ? '1' : '0')

/** Returns all settings of a new helpdesk, as they are stored. */
export function initialSettings(given: InstallationSettings, random: Random): SettingValues {
  return {
    language: given.language,
    'recaptcha-public': '',
    'recaptcha-private': '',
    'server-email': given.mail['server-email'] ?? null,
    'imap-host': given.mail['imap-host'] ?? null,
    'imap-user': given.mail['imap-user'] ?? null,
    'imap-pass': given.mail['imap-pass'] ?? null,
    'smtp-host': given.mail['smtp-host'] ?? null,
    'smtp-user': given.mail['smtp-user'] ?? null,
    'smtp-pass': given.mail['smtp-pass'] ?? null,
    'maintenance-mode': '0',
    layout: 'boxed',
    'allow-attachments': switched(given.allowAttachments),
    'max-size': '1',
    title: given.title || 'Support Center',
    url: given.url || broughtUrl,
    registration: switched(given.registration),
    'ticket-gap': String(randomPrime(random)),
    'ticket-first-number': String(randomInteger(random, 100_000, 999_999)),
    'session-prefix': `opensupports-${randomToken(random)}_`,
    'mail-template-header-image': '',
    'default-department-id': '1',
    'default-is-locked': '0',
    'imap-token': '',
    'mandatory-login': switched(given.mandatoryLogin),
  }
}

/**
 * Writes settings, languages and the first department. Returns false and writes nothing when there are settings
 * already.
 */
export async function installSettings(tx: Stores, settings: SettingValues): Promise<boolean> {
  const languages = languageCodes.map((code) => ({
    code,
    allowed: true,
    supported: code === settings.language,
  }))
  if (!(await tx.settingStore.install(settings, languages))) return false
  const id = await tx.departments.insert({
    name: 'Help and Support',
    private: false,
  })
  await tx.settingStore.set({ 'default-department-id': String(id) })
  return true
}

/** A new staff member of level 3, with a hashed password. */
export interface HashedAdmin {
  readonly name: string
  readonly email: string
  readonly password: string
}

/**
 * Creates a staff member of level 3 who serves every department.
 *
 * @returns the id; undefined when a staff member has the address
 */
export async function insertAdmin(tx: Tx, admin: HashedAdmin): Promise<number | undefined> {
  const id = await tx.staff.insert({
    name: admin.name,
    email: admin.email,
    password: admin.password,
    profilePic: '',
    level: 3,
    sendEmailOnNewTicket: true,
  })
  if (id === undefined) return undefined
  const departments = await tx.departments.all()
  await tx.staff.setDepartments(
    id,
    departments.map((department) => department.id),
  )
  tx.emit('staff.created', { staffId: id })
  return id
}

/** Creates the first staff member, of level 3 and in every department. Returns false if there is staff already. */
export async function installAdmin(tx: Tx, admin: HashedAdmin): Promise<boolean> {
  await tx.lock([{ name: 'installation', mode: 'update' }])
  if ((await tx.staff.count()) > 0 || (await insertAdmin(tx, admin)) === undefined) return false
  tx.emit('helpdesk.installed', {})
  return true
}
