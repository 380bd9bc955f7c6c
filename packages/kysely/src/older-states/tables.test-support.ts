/** The kind of a column, which each dialect maps to a type. */
export type ColumnKind = 'int' | 'bool' | 'double' | 'line' | 'name' | 'text'

export interface TableOfOld {
  readonly name: string
  /** The columns other than `id`. All are nullable. `name` columns ignore case. */
  readonly columns: Readonly<Record<string, ColumnKind>>
  /** Foreign keys: column → referenced table and action on delete. */
  readonly references?: Readonly<Record<string, readonly [table: string, onDelete: 'set null' | 'cascade']>>
  /** Columns that are unique together. */
  readonly unique?: readonly string[]
}

const link = (name: string, one: string, other: string): TableOfOld => ({
  name,
  columns: { [`${one}_id`]: 'int', [`${other}_id`]: 'int' },
  references: { [`${one}_id`]: [one, 'cascade'], [`${other}_id`]: [other, 'cascade'] },
  unique: [`${one}_id`, `${other}_id`],
})

/** The 26 tables of OpenSupports 4.11. Referenced tables come first. */
export const tablesOf411: readonly TableOfOld[] = [
  {
    name: 'apikey',
    columns: {
      type: 'line',
      name: 'name',
      token: 'line',
      can_create_users: 'bool',
      can_create_tickets: 'bool',
      can_check_tickets: 'bool',
      should_return_ticket_number: 'bool',
    },
  },
  { name: 'topic', columns: { name: 'name', icon: 'line', icon_color: 'line', private: 'int' } },
  {
    name: 'article',
    columns: { title: 'line', content: 'text', last_edited: 'double', position: 'int', topic_id: 'int' },
    references: { topic_id: ['topic', 'set null'] },
  },
  { name: 'ban', columns: { email: 'name' } },
  { name: 'customfield', columns: { name: 'name', description: 'line', type: 'line' } },
  {
    name: 'customfieldoption',
    columns: { name: 'line', customfield_id: 'int' },
    references: { customfield_id: ['customfield', 'set null'] },
  },
  { name: 'supervisedrelation', columns: {} },
  {
    name: 'user',
    columns: {
      email: 'name',
      password: 'line',
      name: 'name',
      signup_date: 'double',
      tickets: 'int',
      verification_token: 'line',
      disabled: 'int',
      not_registered: 'bool',
      supervisedrelation_id: 'int',
    },
    references: { supervisedrelation_id: ['supervisedrelation', 'set null'] },
  },
  {
    name: 'customfieldvalue',
    columns: { value: 'line', user_id: 'int', customfield_id: 'int', customfieldoption_id: 'int' },
    references: {
      user_id: ['user', 'cascade'],
      customfield_id: ['customfield', 'set null'],
      customfieldoption_id: ['customfieldoption', 'set null'],
    },
  },
  { name: 'customresponse', columns: { name: 'line', language: 'line', content: 'text' } },
  { name: 'department', columns: { owners: 'int', name: 'name', private: 'int' } },
  {
    name: 'staff',
    columns: {
      level: 'int',
      send_email_on_new_ticket: 'int',
      name: 'name',
      email: 'name',
      password: 'line',
      profile_pic: 'line',
      verification_token: 'bool',
      disabled: 'bool',
      last_login: 'double',
    },
  },
  link('department_staff', 'department', 'staff'),
  { name: 'language', columns: { code: 'line', allowed: 'int', supported: 'bool' } },
  {
    name: 'log',
    columns: {
      type: 'line',
      to: 'line',
      date: 'double',
      author_name: 'line',
      author_staff_id: 'int',
      author_user_id: 'int',
      author_staff: 'bool',
    },
    references: { author_staff_id: ['staff', 'set null'], author_user_id: ['user', 'set null'] },
  },
  {
    name: 'mailtemplate',
    columns: {
      template: 'name',
      subject: 'line',
      language: 'line',
      text1: 'text',
      text2: 'text',
      text3: 'text',
    },
  },
  { name: 'recoverpassword', columns: { email: 'name', token: 'line', staff: 'bool' } },
  {
    name: 'sessioncookie',
    columns: {
      token: 'line',
      ip: 'line',
      creation_date: 'double',
      expiration_date: 'double',
      user_id: 'int',
      is_staff: 'bool',
      staff: 'bool',
      user: 'bool',
      staff_id: 'int',
    },
    references: { user_id: ['user', 'set null'], staff_id: ['staff', 'set null'] },
  },
  { name: 'setting', columns: { name: 'line', value: 'text' } },
  { name: 'tag', columns: { name: 'name', color: 'line' } },
  {
    name: 'ticket',
    columns: {
      ticket_number: 'int',
      unread: 'bool',
      unread_staff: 'bool',
      title: 'line',
      content: 'text',
      language: 'line',
      file: 'line',
      date: 'double',
      closed: 'bool',
      author_email: 'line',
      author_name: 'line',
      department_id: 'int',
      author: 'bool',
      author_id: 'int',
      author_staff: 'bool',
      author_staff_id: 'int',
      owner_id: 'int',
      owner: 'bool',
      edited_content: 'bool',
      edited_title: 'bool',
      total_departments: 'int',
      total_owners: 'int',
      first_closed_at: 'double',
      last_closed_at: 'double',
      reopened: 'bool',
    },
    references: {
      department_id: ['department', 'set null'],
      author_id: ['user', 'set null'],
      author_staff_id: ['staff', 'set null'],
      owner_id: ['staff', 'set null'],
    },
  },
  link('staff_ticket', 'staff', 'ticket'),
  link('ticket_user', 'ticket', 'user'),
  link('tag_ticket', 'tag', 'ticket'),
  link('supervisedrelation_user', 'supervisedrelation', 'user'),
  {
    name: 'ticketevent',
    columns: {
      type: 'line',
      content: 'text',
      date: 'double',
      ticket_id: 'int',
      author_staff_id: 'int',
      file: 'line',
      private: 'int',
      author_user_id: 'int',
      edited_content: 'bool',
    },
    references: {
      ticket_id: ['ticket', 'set null'],
      author_staff_id: ['staff', 'set null'],
      author_user_id: ['user', 'set null'],
    },
  },
]
