// The sign-in of the app: here a cookie of one of two people. Yours asks its session store.
const people = new Map([
  ['jane', { id: 'u1', name: 'Jane', email: 'jane@post.example' }],
  ['bob', { id: 'u2', name: 'Bob', email: 'bob@post.example' }],
])

/** Returns the user who is signed in at the app, with the app's own id. */
export const userOf = (request: Request) =>
  people.get(/\bsession=(\w+)/.exec(request.headers.get('cookie') ?? '')?.[1] ?? '')
