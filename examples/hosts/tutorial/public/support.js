import { createClient } from '/client/index.js'

const client = createClient({ url: '/support/api' })
const fieldsOf = (form) => Object.fromEntries(new FormData(form))
const element = (name, properties) => Object.assign(document.createElement(name), properties)

/** Shows the tickets of the person who is signed in, with their replies. */
async function show() {
  const { tickets } = await client.user.getTickets({ page: 1 })
  const articles = tickets.map(async ({ ticketNumber }) => {
    const { title, content, events } = await client.ticket.get({ ticketNumber })
    const article = element('article')
    article.append(element('h2', { textContent: title }))
    // The helpdesk has cleaned the HTML of tickets.
    article.append(element('div', { innerHTML: content }))
    for (const event of events.filter(({ type }) => type === 'COMMENT'))
      article.append(
        element('h3', { textContent: event.author.name }),
        element('div', { innerHTML: event.content }),
      )
    return article
  })
  document.querySelector('main').replaceChildren(...(await Promise.all(articles)))
}

/** Runs work when a form is sent. Shows what went wrong. */
const onSubmit = (id, work) =>
  document.querySelector(id).addEventListener('submit', async (event) => {
    event.preventDefault()
    const problem = document.querySelector('#problem')
    problem.textContent = ''
    await work(fieldsOf(event.target)).catch((error) => {
      problem.textContent = error.detail ?? error.message
    })
  })

onSubmit('#sign-up', async (person) => {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify(person)
  const response = await fetch('/api/auth/sign-up/email', { method: 'POST', headers, body })
  if (!response.ok) throw new Error((await response.json()).message)
  location.reload()
})

onSubmit('#ask', async ({ title, text }) => {
  await client.ticket.create({ title, content: { text } })
  await show()
})

const isSignedIn = (await (await fetch('/api/auth/get-session')).json()) !== null
document.querySelector('#sign-up').hidden = isSignedIn
document.querySelector('#ask').hidden = !isSignedIn
if (isSignedIn) {
  await show()
  // Shows replies when they arrive.
  for await (const event of client.events()) if (event.name === 'ticket.commented') await show()
}
