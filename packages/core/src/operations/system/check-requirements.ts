import * as v from 'valibot'
import { readSettings } from '../../call/index.js'
import { fail } from '../../errors.js'
import { type NoParams, operation } from '../../operation/index.js'

/** One thing that the installation needs. */
export interface Requirement {
  readonly name: string
  readonly value: string
  readonly ok: boolean
}

const Requirement = v.object({ name: v.string(), value: v.string(), ok: v.boolean() })

/** As in `engines` of the package. */
const oldestNode = 20

/** What `/system/check-requirements` answers. */
export interface CheckRequirementsAnswer {
  /** The version of Node.js. */
  readonly phpVersion: Requirement
  /** The storage. */
  readonly PDO: Requirement
  /** The configuration; always ok, since it is in code. */
  readonly configFile: Requirement
  /** Where attachments are kept; optional. */
  readonly files: Requirement
}

/**
 * Returns what the installation needs, and whether it is there. The keys are those of 4.11, whose clients wait until
 * each is `ok`; the names and values are ours.
 *
 * @throws INIT_SETTINGS_DONE when the helpdesk is installed.
 */
export const checkRequirements = operation<NoParams, CheckRequirementsAnswer>()({
  path: '/system/check-requirements',
  permission: 'any',
  beforeInstallation: true,
  withoutStorage: true,
  params: {},
  data: v.object({
    phpVersion: Requirement,
    PDO: Requirement,
    configFile: Requirement,
    files: Requirement,
  }),
  errors: ['INIT_SETTINGS_DONE'],
  async read(call) {
    const { files, logger } = call
    let answers = true
    let installed = false
    try {
      const { exist } = await readSettings(call.settingStore)
      installed = exist && (await call.staff.count()) > 0
    } catch (err) {
      logger.warn({ err }, 'the storage does not answer')
      answers = false
    }
    if (installed) fail('INIT_SETTINGS_DONE')
    return {
      phpVersion: {
        name: 'Node.js',
        value: process.version,
        ok: Number(process.versions.node.split('.')[0]) >= oldestNode,
      },
      PDO: { name: 'Storage', value: answers ? 'Available' : 'Not available', ok: answers },
      configFile: { name: 'Configuration', value: 'Given in code', ok: true },
      files: { name: 'File store', value: files ? 'Configured' : 'Not configured', ok: true },
    }
  },
})
