/**
 * Every event, with its fields besides `by` and `at`: enough to decide whether to fetch more. Events contain nothing
 * that people wrote; readers fetch what they may see. Only `user.created` has an address.
 */
export interface HelpdeskEvents {
  'ticket.created': { ticketNumber: number; departmentId: number }
  /** `commentId` is the id of the comment's event in the ticket's history. */
  'ticket.commented': { ticketNumber: number; commentId: number; private: boolean; byStaff: boolean }
  'ticket.commentEdited': { ticketNumber: number; commentId: number; private: boolean }
  /** Whether the title or the opening text was edited. */
  'ticket.edited': { ticketNumber: number; changed: readonly ('title' | 'content')[] }
  'ticket.assigned': { ticketNumber: number; staffId: number }
  'ticket.unassigned': { ticketNumber: number; staffId: number }
  'ticket.closed': { ticketNumber: number }
  'ticket.reopened': { ticketNumber: number }
  'ticket.departmentChanged': { ticketNumber: number; departmentId: number; fromDepartmentId: number | null }
  'ticket.tagged': { ticketNumber: number; tagId: number }
  'ticket.untagged': { ticketNumber: number; tagId: number }
  /** Whose unread flag was cleared: the author's side, staff, or both. */
  'ticket.seen': { ticketNumber: number; byAuthor: boolean; byStaff: boolean }
  /** The author proved the address by following a mailed link. */
  'ticket.proved': { ticketNumber: number }
  /** Its department and its author, which nobody can look up any more; absent if all tickets were deleted. */
  'ticket.deleted': {
    ticketNumber: number
    departmentId?: number | null
    author?: { kind: 'user' | 'staff'; id: number } | null
  }

  'user.created': { userId: number; email: string }
  'user.edited': {
    userId: number
    changed: readonly ('name' | 'email' | 'password' | 'customFields' | 'supervisedUsers')[]
  }
  /** The address was verified. */
  'user.verified': { userId: number }
  'user.enabled': { userId: number }
  'user.disabled': { userId: number }
  'user.deleted': { userId: number }
  /** All users and all tickets were deleted. */
  'users.deleted': Record<never, never>
  'ban.added': Record<never, never>
  'ban.removed': Record<never, never>

  'staff.created': { staffId: number }
  'staff.edited': {
    staffId: number
    changed: readonly (
      | 'name'
      | 'email'
      | 'password'
      | 'level'
      | 'departments'
      | 'profilePic'
      | 'sendEmailOnNewTicket'
      | 'disabled'
    )[]
  }
  'staff.deleted': { staffId: number }

  'department.created': { departmentId: number }
  'department.edited': { departmentId: number; changed: readonly ('name' | 'private')[] }
  /** Its tickets were moved to the other department. */
  'department.deleted': { departmentId: number; movedToDepartmentId: number }
  'tag.created': { tagId: number }
  'tag.edited': { tagId: number; changed: readonly ('name' | 'color')[] }
  'tag.deleted': { tagId: number }
  'customResponse.created': { customResponseId: number }
  'customResponse.edited': { customResponseId: number; changed: readonly ('name' | 'content' | 'language')[] }
  'customResponse.deleted': { customResponseId: number }
  'customField.created': { customFieldId: number }
  'customField.deleted': { customFieldId: number }

  'topic.created': { topicId: number }
  'topic.edited': { topicId: number; changed: readonly ('name' | 'icon' | 'iconColor' | 'private')[] }
  'topic.deleted': { topicId: number }
  'article.created': { articleId: number; topicId: number }
  'article.edited': { articleId: number; changed: readonly ('title' | 'content' | 'topic' | 'position')[] }
  'article.deleted': { articleId: number }

  'helpdesk.installed': Record<never, never>
  /** `changed` lists the names of the settings, never their values. */
  'settings.edited': { changed: readonly string[] }
  'mailTemplate.edited': { template: string; language: string }
  'mailTemplate.recovered': { template: string; language: string }
  'apiKey.created': { apiKeyId: number }
  'apiKey.deleted': { keyName: string }
  /** An access token was made. */
  'token.created': { tokenId: number }
  'token.revoked': { tokenId: number }
  'mail.retried': { mailId: number }
  'mail.discarded': { mailId: number }
  /** The next poll reads an incoming mail again that is in no ticket. */
  'untakenMail.retried': { untakenMailId: number }
  'webhook.created': { webhookId: number }
  'webhook.edited': { webhookId: number; changed: readonly ('url' | 'events' | 'description' | 'enabled')[] }
  'webhook.secretRotated': { webhookId: number }
  /** The helpdesk itself has disabled it: it failed for days, or its receiver answered 410 Gone. */
  'webhook.disabled': { webhookId: number; because: 'failing' | 'gone' }
  'webhook.deleted': { webhookId: number }
  'webhook.deliveryRetried': { webhookId: number; deliveryId: number }
}

export type EventName = keyof HelpdeskEvents

/** The fields of every event. */
export interface EventFacts {
  /** Who caused it; null for guests and for the helpdesk itself. */
  readonly by: { readonly kind: 'user' | 'staff'; readonly id: number } | null
  /** When it happened; minute precision. */
  readonly at: Date
}

/** An event with this name, as listeners receive it. */
export type EventOf<N extends EventName> = HelpdeskEvents[N] & EventFacts & { readonly name: N }

/** Any event, as listeners receive it. Narrow it by `name`. */
export type HelpdeskEvent = { [N in EventName]: EventOf<N> }[EventName]
