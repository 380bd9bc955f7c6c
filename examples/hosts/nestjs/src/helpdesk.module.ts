import {
  Inject,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  type OnModuleDestroy,
} from '@nestjs/common'
import { OpenSupports } from '@opensupports/core'
import { localFiles } from '@opensupports/files'
import { sqlite } from '@opensupports/kysely/sqlite'
import { nodeHandler } from '@opensupports/server'

// The sign-in of the app: here a cookie of one of two people. Yours asks its session store.
const people = new Map([
  ['jane', { id: 'u1', name: 'Jane', email: 'jane@post.example' }],
  ['bob', { id: 'u2', name: 'Bob', email: 'bob@post.example' }],
])
const userOf = ({ headers }: { headers: { cookie?: string | undefined } }) =>
  people.get(/\bsession=(\w+)/.exec(headers.cookie ?? '')?.[1] ?? '')

async function openHelpdesk() {
  const helpdesk = new OpenSupports({ storage: await sqlite('helpdesk.db'), files: localFiles('files') })
  const password = process.env.ADMIN_PASSWORD ?? ''
  await helpdesk.install({ admin: { name: 'Ada', email: 'ada@shop.example', password } })
  return helpdesk
}

/** Provides the helpdesk to the other modules, as `OpenSupports`, and serves its API. */
@Module({
  providers: [{ provide: OpenSupports, useFactory: openHelpdesk }],
  exports: [OpenSupports],
})
export class HelpdeskModule implements NestModule, OnModuleDestroy {
  constructor(@Inject(OpenSupports) private readonly helpdesk: OpenSupports) {}

  configure(consumer: MiddlewareConsumer) {
    const { helpdesk } = this
    const support = nodeHandler(helpdesk, {
      basePath: '/support/api',
      session: (request) => {
        const user = userOf(request)
        return user && helpdesk.actingAs({ user })
      },
    })
    consumer.apply(support).forRoutes('support/api/*path')
  }

  async onModuleDestroy() {
    await this.helpdesk.storage.close()
  }
}
