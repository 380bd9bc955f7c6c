import {
  address,
  big,
  exact,
  flag,
  id,
  int,
  line,
  lineOf,
  millis,
  minute,
  name,
  orNull,
  own,
  partOf,
  pointsTo,
  type Tables,
  text,
  unused,
} from './columns.js'

/**
 * The tables, described once. The types of the SQL stores, migrations, indexes, drift checks, adoption, backups and the
 * memory storage are derived from here. Add a column with one line; existing databases get it at their next start.
 */
export const tables = {
  apikey: {
    columns: {
      id,
      type: unused(line),
      name: exact(name),
      token: line,
      can_create_users: orNull(flag),
      can_create_tickets: orNull(flag),
      can_check_tickets: orNull(flag),
      should_return_ticket_number: orNull(flag),
      token_ending: own(lineOf(10)),
      os_sealed_key: own(line),
      os_sealed_until: own(millis),
    },
    unique: { os_apikey_name: ['name'] },
    indexes: { os_apikey_token: ['token'] },
  },
  topic: {
    columns: {
      id,
      name,
      icon: orNull(line),
      icon_color: orNull(line),
      private: { kind: 'int', null: true, mayHoldText: true },
    },
  },
  article: {
    columns: {
      id,
      title: orNull(line),
      content: orNull(text),
      last_edited: orNull(minute),
      position: { kind: 'int', null: true, mayHoldText: true },
      topic_id: pointsTo('topic'),
    },
    indexes: { os_article_topic: ['topic_id'] },
  },
  ban: {
    columns: { id, email: address },
    unique: { os_ban_email: ['email'] },
  },
  customfield: {
    columns: { id, name: exact(name), description: orNull(line), type: line },
    unique: { os_customfield_name: ['name'] },
  },
  customfieldoption: {
    columns: { id, name: line, customfield_id: pointsTo('customfield') },
    indexes: { os_customfieldoption_field: ['customfield_id'] },
  },
  supervisedrelation: {
    columns: { id },
  },
  user: {
    columns: {
      id,
      email: address,
      password: line,
      name,
      signup_date: minute,
      tickets: int,
      verification_token: orNull(line),
      disabled: orNull(int),
      not_registered: orNull(flag),
      supervisedrelation_id: pointsTo('supervisedrelation'),
      os_verification_expires_at: own(millis),
    },
    unique: { os_user_email: ['email'] },
    indexes: { os_user_supervised: ['supervisedrelation_id'] },
  },
  customfieldvalue: {
    columns: {
      id,
      value: line,
      user_id: partOf('user'),
      customfield_id: {
        kind: 'int',
        references: { table: 'customfield', onDelete: 'set null' },
      },
      customfieldoption_id: pointsTo('customfieldoption'),
    },
    indexes: {
      os_customfieldvalue_user: ['user_id'],
      os_customfieldvalue_field: ['customfield_id'],
      os_customfieldvalue_option: ['customfieldoption_id'],
    },
  },
  customresponse: {
    columns: { id, name: line, language: line, content: text },
  },
  department: {
    // A department that is being deleted names the one that gets its tickets.
    columns: { id, owners: orNull(int), name, private: orNull(int), os_moved_to: own(int) },
  },
  staff: {
    columns: {
      id,
      level: int,
      send_email_on_new_ticket: orNull(int),
      name,
      email: address,
      password: line,
      profile_pic: orNull(line),
      verification_token: unused(flag),
      disabled: orNull(flag),
      last_login: orNull(minute),
    },
    unique: { os_staff_email: ['email'] },
  },
  department_staff: {
    columns: { id, department_id: partOf('department'), staff_id: partOf('staff') },
    unique: { os_department_staff_pair: ['department_id', 'staff_id'] },
    indexes: { os_department_staff_staff: ['staff_id'] },
  },
  language: {
    columns: { id, code: exact(line), allowed: orNull(int), supported: orNull(flag) },
    unique: { os_language_code: ['code'] },
  },
  log: {
    columns: {
      id,
      type: line,
      to: orNull(line),
      date: minute,
      author_name: orNull(line),
      author_staff_id: pointsTo('staff'),
      author_user_id: pointsTo('user'),
      author_staff: unused(flag),
    },
    indexes: { os_log_author_user: ['author_user_id'], os_log_author_staff: ['author_staff_id'] },
  },
  mailtemplate: {
    columns: {
      id,
      template: name,
      subject: orNull(line),
      language: line,
      text1: orNull(text),
      text2: orNull(text),
      text3: orNull(text),
    },
    indexes: { os_mailtemplate_name: ['template', 'language'] },
  },
  recoverpassword: {
    columns: {
      id,
      email: address,
      token: line,
      staff: orNull(flag),
      os_purpose: own(lineOf(20)),
      os_expires_at: own(millis),
    },
    indexes: { os_recoverpassword_token: ['token'], os_recoverpassword_email: ['email'] },
  },
  sessioncookie: {
    columns: {
      id,
      token: line,
      ip: orNull(line),
      creation_date: minute,
      expiration_date: minute,
      user_id: pointsTo('user'),
      is_staff: orNull(flag),
      staff: unused(flag),
      user: unused(flag),
      staff_id: pointsTo('staff'),
      // 4.11 has only minute precision.
      os_created_at: own(millis),
      os_expires_at: own(millis),
    },
    indexes: {
      os_sessioncookie_token: ['token'],
      os_sessioncookie_user: ['user_id'],
      os_sessioncookie_staff: ['staff_id'],
      os_sessioncookie_expiry: ['os_expires_at', 'expiration_date'],
    },
  },
  setting: {
    columns: { id, name: exact(line), value: orNull(text) },
    unique: { os_setting_name: ['name'] },
  },
  tag: {
    columns: { id, name: exact(name), color: line },
    unique: { os_tag_name: ['name'] },
  },
  ticket: {
    columns: {
      id,
      ticket_number: int,
      unread: orNull(flag),
      unread_staff: orNull(flag),
      title: line,
      content: text,
      language: line,
      file: orNull(line),
      date: minute,
      closed: orNull(flag),
      author_email: orNull(line),
      author_name: orNull(line),
      department_id: pointsTo('department'),
      author: unused(flag),
      author_id: pointsTo('user'),
      author_staff: unused(flag),
      author_staff_id: pointsTo('staff'),
      owner_id: pointsTo('staff'),
      owner: unused(flag),
      edited_content: orNull(flag),
      edited_title: orNull(flag),
      total_departments: orNull(int),
      total_owners: orNull(int),
      first_closed_at: orNull(minute),
      last_closed_at: orNull(minute),
      reopened: orNull(flag),
      os_unproved: own(flag),
    },
    unique: { os_ticket_number: ['ticket_number'] },
    indexes: {
      // The default order of searches, within a department and across all.
      os_ticket_by_department: [
        'department_id',
        'closed',
        'owner_id nulls first',
        'unread_staff',
        'date desc',
        'id desc',
      ],
      // Includes the columns that decide who may see a ticket, so that far pages and counts need the index alone.
      os_ticket_listed: [
        'closed',
        'owner_id nulls first',
        'unread_staff',
        'date desc',
        'id desc',
        'department_id',
        'author_staff_id',
      ],
      os_ticket_newest: ['closed', 'id', 'department_id'],
      os_ticket_in_department: ['department_id', 'id'],
      os_ticket_new: ['department_id', 'closed', 'owner_id', 'unread_staff desc', 'id'],
      os_ticket_date: ['date'],
      os_ticket_author: ['author_id'],
      os_ticket_author_staff: ['author_staff_id'],
      os_ticket_owned: ['owner_id', 'closed'],
    },
  },
  staff_ticket: {
    columns: { id, staff_id: partOf('staff'), ticket_id: partOf('ticket') },
    unique: { os_staff_ticket_pair: ['staff_id', 'ticket_id'] },
    indexes: { os_staff_ticket_ticket: ['ticket_id'] },
  },
  ticket_user: {
    columns: { id, ticket_id: partOf('ticket'), user_id: partOf('user') },
    unique: { os_ticket_user_pair: ['ticket_id', 'user_id'] },
    indexes: { os_ticket_user_user: ['user_id'] },
  },
  tag_ticket: {
    columns: { id, tag_id: partOf('tag'), ticket_id: partOf('ticket') },
    unique: { os_tag_ticket_pair: ['tag_id', 'ticket_id'] },
    indexes: { os_tag_ticket_ticket: ['ticket_id'] },
  },
  supervisedrelation_user: {
    columns: { id, supervisedrelation_id: partOf('supervisedrelation'), user_id: partOf('user') },
    unique: { os_supervised_pair: ['supervisedrelation_id', 'user_id'] },
    indexes: { os_supervised_user: ['user_id'] },
  },
  ticketevent: {
    columns: {
      id,
      type: line,
      content: orNull(text),
      date: minute,
      ticket_id: pointsTo('ticket'),
      author_staff_id: pointsTo('staff'),
      file: orNull(line),
      private: orNull(int),
      author_user_id: pointsTo('user'),
      edited_content: orNull(flag),
    },
    indexes: {
      // Pages of histories, and the comments that lists count.
      os_event_history: ['ticket_id', 'id', 'type', 'private'],
      os_event_author_user: ['author_user_id'],
      os_event_author_staff: ['author_staff_id'],
    },
  },
  os_session: {
    key: 'token_hash',
    columns: {
      token_hash: lineOf(64),
      user_id: orNull(int),
      staff_id: orNull(int),
      ticket_number: orNull(int),
      expires_at: millis,
      remember_hash: orNull(lineOf(64)),
    },
    indexes: {
      os_session_user: ['user_id'],
      os_session_staff: ['staff_id'],
      os_session_expiry: ['expires_at'],
    },
  },
  os_attempt: {
    key: 'key',
    columns: { key: exact(line), count: int, until: millis },
    indexes: { os_attempt_until: ['until'] },
  },
  os_counter: {
    key: 'name',
    columns: { name: lineOf(191), value: big },
  },
  os_outbox: {
    columns: {
      id,
      template: lineOf(191),
      recipient: line,
      language: lineOf(20),
      // JSON.
      variables: text,
      created_at: millis,
      attempts: { kind: 'int', default: 0 },
      // Null for a dead letter.
      due_at: orNull(millis),
      cause: orNull(text),
      proof: orNull(lineOf(40)),
    },
    indexes: { os_outbox_due: ['due_at'] },
  },
  os_mail_ledger: {
    columns: {
      id,
      mailbox: exact(line),
      uid_validity: lineOf(40),
      uid: big,
      fate: lineOf(20),
      attempts: int,
      at: millis,
      content_hash: orNull(lineOf(64)),
      // The content hash of a mail that is in a ticket. Unique, so that no mail gets into two tickets.
      taken_hash: orNull(lineOf(64)),
      sender: orNull(line),
      message_id: orNull(line),
      ticket_number: orNull(int),
      cause: orNull(text),
      // Equal for copies of a mail that arrived by different routes.
      sent_hash: orNull(lineOf(64)),
      subject: orNull(line),
      reason: orNull(lineOf(20)),
    },
    unique: {
      os_mail_ledger_place: ['mailbox', 'uid_validity', 'uid'],
      os_mail_ledger_taken: ['taken_hash'],
      os_mail_ledger_sent: ['sent_hash'],
    },
    indexes: { os_mail_ledger_ticket: ['ticket_number'], os_mail_ledger_message: ['message_id'] },
  },
  os_mail_original: {
    columns: {
      id,
      ticket_id: int,
      event_id: orNull(int),
      file: orNull(lineOf(255)),
      size: big,
      hash: lineOf(64),
      // The position of the piece, from 0: a long mail has many rows.
      piece: int,
      // Base64; null if the file store has the bytes.
      content: orNull(text),
    },
    indexes: { os_mail_original_ticket: ['ticket_id', 'event_id', 'piece'] },
  },
  os_file_name: {
    key: 'stored',
    columns: { stored: lineOf(255), name: text },
  },
  os_pending_address: {
    columns: {
      id,
      user_id: orNull(int),
      staff_id: orNull(int),
      email: address,
      token_hash: lineOf(64),
      // JSON.
      sign_up: orNull(text),
      expires_at: millis,
    },
    indexes: {
      os_pending_address_email: ['email'],
      os_pending_address_user: ['user_id'],
      os_pending_address_staff: ['staff_id'],
      os_pending_address_expiry: ['expires_at'],
    },
  },
  os_known_place: {
    key: 'place_hash',
    columns: { place_hash: lineOf(64), user_id: orNull(int), staff_id: orNull(int), used_at: millis },
    indexes: {
      os_known_place_user: ['user_id'],
      os_known_place_staff: ['staff_id'],
      os_known_place_used: ['used_at'],
    },
  },
  // The accounts of people who sign in at the host.
  os_identity: {
    key: 'identity_hash',
    columns: {
      identity_hash: lineOf(64),
      external_id: exact(line),
      user_id: orNull(int),
      staff_id: orNull(int),
    },
    unique: { os_identity_user: ['user_id'], os_identity_staff: ['staff_id'] },
  },
  // Tokens of machines.
  os_access_token: {
    columns: {
      id,
      name: line,
      token_hash: lineOf(64),
      ending: lineOf(10),
      // Who made it; removed with this account.
      staff_id: int,
      level: int,
      // JSON: a list of names.
      scopes: text,
      // JSON: a list of ids, or null for all.
      departments: orNull(text),
      created_at: millis,
      expires_at: millis,
      revoked_at: orNull(millis),
      last_used_at: orNull(millis),
    },
    unique: { os_access_token_hash: ['token_hash'] },
    indexes: {
      os_access_token_staff: ['staff_id'],
      os_access_token_expiry: ['expires_at'],
      os_access_token_revoked: ['revoked_at'],
    },
  },
  // Addresses that get events over HTTP.
  os_webhook: {
    columns: {
      id,
      url: line,
      // JSON: a list of names.
      events: text,
      description: line,
      // Encrypted, as is the previous one.
      secret: lineOf(255),
      previous_secret: orNull(lineOf(255)),
      previous_secret_until: orNull(millis),
      enabled: flag,
      disabled_because: orNull(lineOf(20)),
      failing_since: orNull(millis),
      // Until then nothing is sent: the receiver has asked for a pause with `Retry-After`.
      paused_until: orNull(millis),
      // Of the last event for which deliveries were made.
      position: big,
      starts_at: millis,
      created_at: millis,
    },
  },
  // What they are to get, and what they got in the last days.
  os_webhook_delivery: {
    columns: {
      id,
      webhook_id: int,
      message_id: lineOf(64),
      event: lineOf(60),
      // The JSON that is sent.
      body: text,
      created_at: millis,
      state: lineOf(20),
      attempts: int,
      // Null unless it waits.
      due_at: orNull(millis),
      finished_at: orNull(millis),
      status: orNull(int),
      cause: orNull(text),
    },
    indexes: {
      os_webhook_delivery_due: ['webhook_id', 'due_at', 'id'],
      os_webhook_delivery_list: ['webhook_id', 'id'],
      os_webhook_delivery_state: ['webhook_id', 'state', 'id'],
      os_webhook_delivery_finished: ['finished_at'],
    },
  },
  // Answers of writes by their idempotency keys, removed after a day.
  os_kept_answer: {
    backup: false,
    columns: {
      id,
      key_hash: lineOf(64),
      params_hash: lineOf(64),
      // JSON.
      answer: text,
      created_at: millis,
    },
    unique: { os_kept_answer_key: ['key_hash'] },
    indexes: { os_kept_answer_created: ['created_at'] },
  },
  // Who has which ticket open, for half a minute.
  os_viewer: {
    backup: false,
    columns: { id, ticket_id: int, staff_id: int, is_writing: flag, until: millis },
    unique: { os_viewer_of_ticket: ['ticket_id', 'staff_id'] },
    indexes: { os_viewer_until: ['until'] },
  },
  // Events for other processes, removed after 30 days.
  os_event: {
    backup: false,
    columns: {
      id,
      // Null until a process assigns it.
      position: orNull(big),
      name: lineOf(60),
      by_kind: orNull(lineOf(10)),
      by_id: orNull(int),
      at: millis,
      payload: text,
    },
    unique: { os_event_position: ['position'] },
    indexes: { os_event_at: ['at'] },
  },
  // Figures of the tickets that were created on a day, in one department; department 0: in all.
  os_statistic: {
    backup: false,
    columns: {
      id,
      // YYYYMMDD, in UTC; 100,000,000 more than YYYYMM for the sums of a month.
      day: int,
      department_id: int,
      // JSON.
      figures: text,
    },
    unique: { os_statistic_place: ['department_id', 'day'] },
    indexes: { os_statistic_day: ['day'] },
  },
  // A row for each change of a ticket that makes the figures of its day out of date. Rows are only added and removed,
  // so that writers never wait for each other.
  os_statistic_change: {
    backup: false,
    columns: { id, day: int },
    indexes: { os_statistic_change_day: ['day'] },
  },
  // Rows that add up to the number of tickets that each staff member owns, and of closed ones among them: the sum so far, and
  // one for each change since. Rows are only added and removed, so that writers never wait for each other.
  os_owned_count: {
    backup: false,
    // No reference to the member, whose row writers would lock. Differences may be below zero, which `int` is not on MySQL.
    columns: { id, staff_id: int, assigned: big, closed: big },
    indexes: { os_owned_count_staff: ['staff_id', 'assigned', 'closed'] },
  },
  // At most one row: the current or last import of users.
  os_csv_import: {
    backup: false,
    columns: {
      id,
      state: lineOf(20),
      staff_id: orNull(int),
      total: int,
      done: int,
      refused: int,
      // JSON: the first of the refused rows.
      first_refused: text,
      started_at: millis,
      updated_at: millis,
    },
  },
  // The rows of that import that are not imported yet, 25 in each.
  os_csv_batch: {
    backup: false,
    columns: {
      id,
      import_id: int,
      // JSON: a list of lists of fields.
      content: text,
    },
  },
  // One row for each lock name.
  os_lock: {
    backup: false,
    key: 'name',
    columns: { name: lineOf(40) },
  },
} as const satisfies Tables

/** Returns whether 4.11 has the table. */
export const isOf411 = (table: string): boolean => !table.startsWith('os_')
