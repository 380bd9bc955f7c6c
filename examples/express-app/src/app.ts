import { type OpenSupports, OpenSupportsError } from '@opensupports/core'
import { nodeHandler } from '@opensupports/server'
import express, { type Express, type RequestHandler } from 'express'
import { contactPage, homePage, thanksPage } from './pages.js'
import { paragraphs } from './paragraphs.js'

/** Replace this with the sign-in of your application. */
const signIn: RequestHandler = (_request, response, next) => {
  response.locals.customer = { name: 'Jane Rivers', email: 'jane.rivers@post.example' }
  next()
}

/** Creates a shop with its own pages and a helpdesk under `/support/api`. */
export function createApp(helpdesk: OpenSupports): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(express.json(), express.urlencoded({ extended: false }))

  app.use(nodeHandler(helpdesk, { basePath: '/support/api' }))

  app.get('/', (_request, response) => {
    response.send(homePage)
  })
  app.get('/contact', signIn, (_request, response) => {
    response.send(contactPage(response.locals.customer.name))
  })
  app.post('/contact', signIn, async (request, response) => {
    const { subject, message } = request.body ?? {}
    try {
      const customer = helpdesk.actingAs({ user: response.locals.customer })
      const ticket = { title: String(subject ?? ''), content: paragraphs(String(message ?? '')) }
      const { ticketNumber } = await helpdesk.ticket.create(customer, ticket)
      response.status(201).send(thanksPage(ticketNumber))
    } catch (error) {
      if (!(error instanceof OpenSupportsError)) throw error
      const status = error.code === 'INTERNAL_ERROR' ? 500 : 400
      response.status(status).send(contactPage(response.locals.customer.name, error.code))
    }
  })
  return app
}
