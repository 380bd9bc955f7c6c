import { fetchHandler } from '@opensupports/server'
import { openHelpdesk } from '../../../../helpdesk'
import { userOf } from '../../../../sign-in'

let support: ReturnType<typeof fetchHandler> | undefined

async function answer(request: Request) {
  const helpdesk = await openHelpdesk()
  support ??= fetchHandler(helpdesk, {
    basePath: '/support/api',
    session: (request) => {
      const user = userOf(request)
      return user && helpdesk.actingAs({ user })
    },
  })
  return support(request)
}

export { answer as GET, answer as POST }
