import type { BackupValue } from '@opensupports/core'
import type { Generated, Kysely } from 'kysely'

type Flag = number | null
type Text = string | null

/** The tables of 4.11 that the stores use, and our own beside them (`os_…`). */
export interface Schema {
  setting: { id: Generated<number>; name: string; value: Text }
  language: { id: Generated<number>; code: string; allowed: Flag; supported: Flag }
  department: { id: Generated<number>; name: string; private: Flag; owners: number | null }
  department_staff: { id: Generated<number>; department_id: number; staff_id: number }
  staff: {
    id: Generated<number>
    level: number
    send_email_on_new_ticket: Flag
    name: string
    email: string
    password: string
    profile_pic: Text
    disabled: Generated<Flag>
    last_login: Generated<number | null>
  }
  user: {
    id: Generated<number>
    email: string
    password: string
    name: string
    signup_date: number
    tickets: number
    verification_token: Text
    disabled: Generated<Flag>
    not_registered: Flag
    supervisedrelation_id: Generated<number | null>
    /** Milliseconds. */
    os_verification_expires_at: Generated<number | null>
  }
  supervisedrelation: { id: Generated<number> }
  supervisedrelation_user: { id: Generated<number>; user_id: number; supervisedrelation_id: number }
  customfield: { id: Generated<number>; name: string; description: Text; type: string }
  customfieldoption: { id: Generated<number>; name: string; customfield_id: number | null }
  customfieldvalue: {
    id: Generated<number>
    value: string
    user_id: number
    customfield_id: number
    customfieldoption_id: number | null
  }
  ticket: {
    id: Generated<number>
    ticket_number: number
    unread: Flag
    unread_staff: Flag
    title: string
    content: string
    language: string
    file: Text
    date: number
    closed: Flag
    author_email: Text
    author_name: Text
    department_id: number | null
    author_id: number | null
    author_staff_id: number | null
    owner_id: Generated<number | null>
    edited_content: Generated<Flag>
    edited_title: Generated<Flag>
    total_departments: number | null
    total_owners: number | null
    first_closed_at: Generated<number | null>
    last_closed_at: Generated<number | null>
    reopened: Generated<Flag>
    os_unproved: Generated<Flag>
  }
  ticket_user: { id: Generated<number>; ticket_id: number; user_id: number }
  staff_ticket: { id: Generated<number>; ticket_id: number; staff_id: number }
  ticketevent: {
    id: Generated<number>
    type: string
    content: Text
    date: number
    ticket_id: number | null
    author_staff_id: number | null
    author_user_id: number | null
    file: Text
    private: Flag
    edited_content: Generated<Flag>
  }
  tag: { id: Generated<number>; name: string; color: string }
  tag_ticket: { id: Generated<number>; tag_id: number; ticket_id: number }
  customresponse: { id: Generated<number>; name: string; language: string; content: string }
  apikey: {
    id: Generated<number>
    name: string
    token: string
    token_ending: Text
    can_create_users: Flag
    can_create_tickets: Flag
    can_check_tickets: Flag
    should_return_ticket_number: Flag
    os_sealed_key: Generated<Text>
    /** Milliseconds. */
    os_sealed_until: Generated<number | null>
  }
  topic: {
    id: Generated<number>
    name: string
    icon: Text
    icon_color: Text
    /** Old servers may have left a text in it. */
    private: number | string | null
  }
  article: {
    id: Generated<number>
    title: Text
    content: Text
    last_edited: number | null
    /** Old servers may have left a text in it. */
    position: number | string | null
    topic_id: number | null
  }
  ban: { id: Generated<number>; email: string }
  log: {
    id: Generated<number>
    type: string
    to: Text
    date: number
    author_name: Text
    author_staff_id: number | null
    author_user_id: number | null
  }
  sessioncookie: {
    id: Generated<number>
    token: string
    ip: Text
    creation_date: number
    expiration_date: number
    is_staff: Flag
    user_id: number | null
    staff_id: number | null
    /** Milliseconds: 4.11 keeps minutes alone. */
    os_created_at: number | null
    os_expires_at: number | null
  }
  recoverpassword: {
    id: Generated<number>
    email: string
    token: string
    staff: Flag
    os_purpose: Text
    /** Milliseconds. */
    os_expires_at: number | null
  }
  os_session: {
    token_hash: string
    user_id: number | null
    staff_id: number | null
    ticket_number: number | null
    /** Milliseconds. */
    expires_at: number
    remember_hash: Generated<Text>
  }
  os_pending_address: {
    id: Generated<number>
    user_id: number | null
    staff_id: number | null
    email: string
    token_hash: string
    /** JSON. */
    sign_up: Text
    /** Milliseconds. */
    expires_at: number
  }
  os_known_place: {
    place_hash: string
    user_id: number | null
    staff_id: number | null
    /** Milliseconds. */
    used_at: number
  }
  os_attempt: { key: string; count: number; until: number }
  os_file_name: { stored: string; name: string }
  os_counter: { name: string; value: number }
  /** A row for each `LockName`, to be locked. */
  os_lock: { name: string }
  mailtemplate: {
    id: Generated<number>
    template: string
    subject: Text
    language: string
    text1: Text
    text2: Text
    text3: Text
  }
  os_mail_ledger: {
    id: Generated<number>
    mailbox: string
    uid_validity: string
    uid: number
    fate: string
    attempts: number
    /** Milliseconds. */
    at: number
    content_hash: Text
    /** The content hash of a mail that is in a ticket: unique, so that none gets into two. */
    taken_hash: Text
    /** The same by whatever way the mail came; of those that are in a ticket alone, and unique too. */
    sent_hash: Text
    sender: Text
    message_id: Text
    ticket_number: number | null
    cause: Text
  }
  os_mail_original: {
    id: Generated<number>
    ticket_id: number
    event_id: number | null
    file: Text
    size: number
    hash: string
    /** Of the bytes, counted from 0: a long mail has many rows. */
    piece: number
    /** Base64; null where the file store has the bytes. */
    content: Text
  }
  os_event: {
    id: Generated<number>
    /** Null until a process has given it one. */
    position: number | null
    name: string
    by_kind: Text
    by_id: number | null
    at: number
    payload: string
  }
  os_outbox: {
    id: Generated<number>
    template: string
    recipient: string
    language: string
    variables: string
    created_at: number
    attempts: Generated<number>
    due_at: number | null
    cause: Generated<Text>
    proof: Generated<Text>
  }
}

/** A connection, or a transaction on one. */
export type Db = Kysely<Schema>

/** For what works on any table, whose name is known only when it runs. */
export const anyTable = (db: Db) => db as unknown as Kysely<Record<string, Record<string, BackupValue>>>
