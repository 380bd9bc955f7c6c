import { beforeEach, describe, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk, testPassword } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

const password = testPassword
let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk({ settings: { registration: '1', 'mandatory-login': '1' } })
})

const switched = async () => {
  const settings = await desk.storage.settings.all()
  return { registration: settings.registration, mandatoryLogin: settings['mandatory-login'] }
}
const set = (registration: '0' | '1', mandatoryLogin: '0' | '1') =>
  desk.storage.settings.set({ registration, 'mandatory-login': mandatoryLogin })

type Switch = 'enableRegistration' | 'disableRegistration' | 'enableMandatoryLogin' | 'disableMandatoryLogin'
const switches: readonly Switch[] = [
  'enableRegistration',
  'disableRegistration',
  'enableMandatoryLogin',
  'disableMandatoryLogin',
]

describe.each(switches)('%s', (name) => {
  const call = (password: string, session = desk.admin) => desk.helpdesk.system[name](session, { password })

  test('changes only its setting, and nothing if it is set already', async () => {
    const expected = {
      enableRegistration: { registration: '1', mandatoryLogin: '1' },
      disableRegistration: { registration: '0', mandatoryLogin: '1' },
      enableMandatoryLogin: { registration: '1', mandatoryLogin: '1' },
      disableMandatoryLogin: { registration: '1', mandatoryLogin: '0' },
    }[name]
    if (name === 'enableRegistration') await set('0', '1')
    if (name === 'enableMandatoryLogin') await set('1', '0')
    for (let time = 0; time < 2; time++) {
      expect(await call(password)).toBeNull()
      expect(await switched()).toEqual(expected)
    }
  })

  test.each(['', 'wrong horse', `${password} `, 'x'.repeat(10_000)])(
    'INVALID_PASSWORD for %j',
    async (wrong) => {
      const before = await switched()
      await expect(call(wrong)).rejects.toEqual(refusal('INVALID_PASSWORD'))
      expect(await switched()).toEqual(before)
    },
  )

  test('INVALID_PASSWORD without one, and for a value that is not text', async () => {
    const operation = desk.helpdesk.operations.get(
      `/system/${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    )
    for (const fields of [{}, { password: 7 }, { password: [password] }]) {
      const outcome = operation && desk.helpdesk.call(operation, desk.admin, fields)
      await expect(outcome).rejects.toEqual(refusal('INVALID_PASSWORD'))
    }
  })

  test('the password is the own one of the caller', async () => {
    const other = await desk.staff({ level: 3 })
    await desk.helpdesk.staff.edit(other, { password: 'another one', oldPassword: password })
    await expect(call(password, other)).rejects.toEqual(refusal('INVALID_PASSWORD'))
    expect(await call('another one', other)).toBeNull()
  })

  test('TOO_MANY_REQUESTS after ten wrong passwords, also for the right one, until it is forgotten', async () => {
    for (let time = 0; time < 10; time++) {
      await expect(call('wrong horse')).rejects.toEqual(refusal('INVALID_PASSWORD'))
    }
    await expect(call(password)).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
    desk.clock.advance({ minutes: 16 })
    expect(await call(password)).toBeNull()
  })

  test('requires staff of level 3, whatever the password', async () => {
    const others = [{}, await desk.user(), await desk.ticketSession()]
    others.push(await desk.staff({ level: 1 }), await desk.staff({ level: 2 }))
    for (const session of others) {
      const outcome = desk.helpdesk.system[name](session, { password })
      await expect(outcome).rejects.toEqual(refusal('NO_PERMISSION'))
    }
  })

  test('is not logged or mailed', async () => {
    await call(password)
    expect(await desk.storage.logs.list({ offset: 0, limit: 1 })).toEqual([])
    expect(await desk.mails()).toEqual([])
  })
})

describe('registration and mandatory login', () => {
  const { disableRegistration, disableMandatoryLogin } = {
    disableRegistration: (password: string) =>
      desk.helpdesk.system.disableRegistration(desk.admin, { password }),
    disableMandatoryLogin: (password: string) =>
      desk.helpdesk.system.disableMandatoryLogin(desk.admin, { password }),
  }

  test('registration stays on while guests may write tickets; the password is checked first', async () => {
    await set('1', '0')
    const off = refusal('MANDATORY_LOGIN_IS_DESACTIVATED')
    await expect(disableRegistration('wrong horse')).rejects.toEqual(refusal('INVALID_PASSWORD'))
    await expect(disableRegistration(password)).rejects.toEqual(off)
    expect(await switched()).toEqual({ registration: '1', mandatoryLogin: '0' })
  })

  test('mandatory login stays on while registration is off; the password is not checked', async () => {
    await set('0', '1')
    const off = refusal('REGISTRATION_IS_DESACTIVATED')
    await expect(disableMandatoryLogin('wrong horse')).rejects.toEqual(off)
    await expect(disableMandatoryLogin(password)).rejects.toEqual(off)
    expect(await switched()).toEqual({ registration: '0', mandatoryLogin: '1' })
  })

  test('of two concurrent calls that turn both off, one succeeds', async () => {
    const outcomes = await Promise.allSettled([
      disableRegistration(password),
      disableMandatoryLogin(password),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(Object.values(await switched()).sort()).toEqual(['0', '1'])
  })

  test('turning registration off prevents sign-ups', async () => {
    const signUp = (email: string) => desk.helpdesk.user.signup({}, { name: 'Ina', email, password })
    await disableRegistration(password)
    await expect(signUp('a@x.example')).rejects.toEqual(refusal('NO_PERMISSION'))
    await desk.helpdesk.system.enableRegistration(desk.admin, { password })
    await signUp('a@x.example')
  })

  test('turning mandatory login off lets guests open tickets', async () => {
    const ticket = { title: 'Help', content: 'Please', name: 'Gus', email: 'gus@x.example' }
    await expect(desk.helpdesk.ticket.create({}, ticket)).rejects.toEqual(refusal('NO_PERMISSION'))
    await disableMandatoryLogin(password)
    await desk.helpdesk.ticket.create({}, ticket)
    await desk.helpdesk.system.enableMandatoryLogin(desk.admin, { password })
    await expect(desk.helpdesk.ticket.create({}, ticket)).rejects.toEqual(refusal('NO_PERMISSION'))
  })
})
