/** The expected state of a ticket, computed without the helpdesk. */
export interface ModelTicket {
  readonly number: string
  readonly title: string
  readonly author: number
  department: number
  owner: number | undefined
  closed: boolean
  unread: boolean
  unreadStaff: boolean
  readonly comments: { content: string; private: boolean }[]
  readonly tags: string[]
}

export interface ModelStaff {
  readonly id: number
  readonly departments: readonly number[]
}

/** Returns who has unread news after an action. */
export const model = {
  commentByStaff(ticket: ModelTicket, staff: ModelStaff, content: string, isPrivate: boolean) {
    ticket.comments.push({ content, private: isPrivate })
    if (!isPrivate) ticket.unread = true
    ticket.unreadStaff = ticket.owner !== staff.id
  },
  commentByCustomer(ticket: ModelTicket, content: string) {
    ticket.comments.push({ content, private: false })
    ticket.unreadStaff = true
  },
  assign(ticket: ModelTicket, staff: ModelStaff) {
    ticket.owner = staff.id
    ticket.unread = true
  },
  seenByOwner(ticket: ModelTicket) {
    ticket.unreadStaff = false
  },
  seenByAuthor(ticket: ModelTicket) {
    ticket.unread = false
  },
  close(ticket: ModelTicket, staff: ModelStaff) {
    if (ticket.closed) return
    ticket.closed = true
    ticket.unread = true
    ticket.unreadStaff = ticket.owner !== staff.id
  },
  move(ticket: ModelTicket, department: number, members: readonly ModelStaff[]) {
    const owner = members.find(({ id }) => id === ticket.owner)
    if (!owner?.departments.includes(department)) ticket.owner = undefined
    ticket.department = department
    ticket.unread = true
  },
}
