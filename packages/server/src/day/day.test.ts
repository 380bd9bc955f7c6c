import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTestHelpdesk, testPassword } from '@opensupports/core/testing'
import { afterAll, beforeAll } from 'vitest'
import { nodeHandler } from '../index.js'
import { clientOf, type Post, type Session } from './client.test-support.js'
import { endOfDay } from './end-of-day.test-support.js'
import type { ModelTicket } from './model.test-support.js'
import { type Customer, type Member, walk } from './walk.test-support.js'

const desk = await createTestHelpdesk()
// On a slow machine, the server would close idle connections while a request is on its way.
const server = createServer({ keepAliveTimeout: 0 }, nodeHandler(desk.helpdesk))
const apiKey = 'number please'
let post: Post
let staff: Member[]
let customers: Customer[]
let tickets: ModelTicket[]

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  post = clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api`)
  const login = (email: string, isStaff: number) =>
    post<Session>('/user/login', { email, password: testPassword, staff: isStaff })
  await desk.storage.apiKeys.insert({
    name: 'walker',
    token: createHash('sha256').update(apiKey).digest('hex'),
    ending: 'ease',
    canCreateUsers: true,
    canCreateTickets: true,
    canCheckTickets: true,
    shouldReturnTicketNumber: true,
  })
  const admin = await login(desk.admin.email, 1)
  for (const name of ['Sales', 'Workshop']) await post('/system/add-department', { name }, admin)
  await post('/ticket/create-tag', { name: 'urgent', color: '#f00' }, admin)
  await post('/ticket/create-tag', { name: 'known', color: '#0f0' }, admin)

  const served = [[1], [1, 2], [2], [3], [1, 2, 3]]
  const levels = [1, 1, 2, 2, 3] as const
  staff = await Promise.all(
    served.map(async (departments, index) => {
      const { id, email } = await desk.staff({
        name: `Member ${index}`,
        level: levels[index] ?? 1,
        departments,
      })
      return { id, departments, session: await login(email, 1) }
    }),
  )
  customers = []
  for (let index = 0; index < 20; index++) {
    const email = `customer${index}@day.example`
    await post('/user/signup', {
      name: `Customer ${index}`,
      email,
      password: testPassword,
      apiKey,
    })
    const mail = (await desk.mails()).find(({ to }) => to === email)
    await post('/user/verify', { email, token: mail?.variables.verificationToken ?? '' })
    const session = await login(email, 0)
    customers.push({ id: Number(session.userId), email, session })
  }
  const supervised = JSON.stringify(customers.slice(1, 4).map(({ id }) => id))
  await post('/user/edit-supervised-list', { userId: customers[0]?.id ?? 0, userIdList: supervised }, admin)
  tickets = await walk(post, staff, customers, apiKey)
}, 60_000)

afterAll(() => void server.close())

endOfDay(() => ({ post, staff, customers, tickets }))
