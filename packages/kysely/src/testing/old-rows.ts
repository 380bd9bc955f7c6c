import type { OldDatabaseOptions } from './old-database-options.js'

type Value = string | number | null
export type Rows = Readonly<Record<string, Value>>[]

/** The bcrypt hash of `correct horse`, as PHP generates it. */
export const oldPasswordHash = '$2y$10$iYvV3cNbVkDfZU0fCFNdV.aqchzrNa7d3DvbWZCRYlTUWeiVlX4Gq'

const first = 765_825
const gap = 460_987
/** Returns the ticket number of a ticket id. */
export const oldTicketNumber = (id: number): number =>
  id === 1 ? first : 100_000 + ((first - 100_000 + id * gap) % 900_000)

/** Returns a token of 40 hexadecimal digits, the format of 4.11. */
export const oldToken = (seed: number): string =>
  Array.from({ length: 5 }, (_, place) =>
    ((seed * 2_654_435_761 + place * 40_503) >>> 0).toString(16).padStart(8, '0'),
  ).join('')

const words = 'printer order invoice password delivery account refund browser error update café naïve'.split(
  ' ',
)
const text = (seed: number, length: number) =>
  Array.from({ length }, (_, index) => words[(seed * 7 + index * 3) % words.length]).join(' ')

/** Returns the date that is this many minutes after the start, as YYYYMMDDHHmm. Tickets are seven minutes apart. */
export function oldDate(minutes: number): number {
  const date = new Date(Date.UTC(2019, 0, 7, 8) + minutes * 60_000)
  return Number(date.toISOString().replace(/\D/g, '').slice(0, 12))
}

const codes = 'en es de fr pt jp ru cn in tr it br gr nl pl'.split(' ')
const templates =
  `USER_SIGNUP USER_PASSWORD USER_EMAIL PASSWORD_FORGOT USER_INVITE TICKET_CREATED TICKET_RESPONDED
  TICKET_CLOSED TICKET_CREATED_STAFF USER_SYSTEM_DISABLED USER_SYSTEM_ENABLED`.split(/\s+/)

export const oldFileName = (ticket: number): string =>
  `t${oldTicketNumber(ticket)}_${oldToken(ticket)}_scan_.txt`
export const oldPicture = `p_${oldToken(7)}_ada.png`

/** Returns the rows of all tables except tickets and the tables that belong to them. */
export function furniture({ users, drifted }: { users: number; drifted: boolean }): Record<string, Rows> {
  const settings: Rows = Object.entries({
    language: 'en',
    'recaptcha-public': '',
    'recaptcha-private': '',
    'server-email': 'help@old.example',
    'imap-host': '',
    'imap-user': '',
    'imap-pass': '',
    'smtp-host': '',
    'smtp-user': '',
    'smtp-pass': '',
    'maintenance-mode': '0',
    layout: 'boxed',
    'allow-attachments': '1',
    'max-size': '1',
    title: 'Old Support',
    url: 'http://old.example',
    registration: '1',
    'last-stat-day': '201901010000',
    'ticket-gap': String(gap),
    'ticket-first-number': String(first),
    'session-prefix': `opensupports-${oldToken(1)}_`,
    'mail-template-header-image': 'https://old.example/logo.png',
    'default-department-id': '1',
    'default-is-locked': '0',
    'mandatory-login': '1',
    ...(drifted ? {} : { 'imap-token': '' }),
  }).map(([name, value]) => ({ name, value }))
  const accounts: Rows = Array.from({ length: users }, (_, index) => ({
    email: `user${index + 1}@old.example`,
    password: oldPasswordHash,
    name: `User ${index + 1}`,
    signup_date: oldDate(index),
    tickets: 0,
    disabled: null,
    not_registered: index % 10 === 9 ? 1 : 0,
    verification_token: index % 25 === 24 ? oldToken(1000 + index) : null,
    supervisedrelation_id: index === 0 ? 1 : null,
  }))
  const staff: Rows = ['Ada', 'Bob', 'Cyd', 'Dan', 'Eve', 'Fay'].map((name, index) => ({
    name,
    email: `${name.toLowerCase()}@old.example`,
    password: oldPasswordHash,
    level: index === 0 ? 3 : index < 3 ? 2 : 1,
    send_email_on_new_ticket: index % 2,
    disabled: null,
    profile_pic: index === 0 ? oldPicture : null,
    last_login: index === 5 ? null : oldDate(100_000),
  }))
  return {
    setting: settings,
    language: (drifted ? codes.slice(0, -4) : codes).map((code) => ({
      code,
      allowed: 1,
      supported: code === 'en' ? 1 : 0,
    })),
    mailtemplate: codes.flatMap((language) =>
      templates
        .filter((template) => !drifted || template !== 'USER_INVITE')
        .map((template) => ({
          template,
          language,
          subject: `${template.toLowerCase()} in ${language}`,
          text1: 'Hello',
          text2: 'Dear {{name}}, this is what we had to tell you.',
          text3: '{{url}}',
        })),
    ),
    supervisedrelation: [{ id: 1 }],
    user: accounts,
    supervisedrelation_user: [2, 3].map((user_id) => ({ user_id, supervisedrelation_id: 1 })),
    customfield: [
      { name: 'Company', description: 'Where you work', type: 'text' },
      { name: 'Plan', description: '', type: 'select' },
    ],
    customfieldoption: ['Small', 'Large'].map((name) => ({ name, customfield_id: 2 })),
    customfieldvalue: [1, 2, 3].flatMap((user_id) => [
      { value: `Company ${user_id}`, user_id, customfield_id: 1, customfieldoption_id: null },
      { value: '', user_id, customfield_id: 2, customfieldoption_id: 1 + (user_id % 2) },
    ]),
    department: ['Sales', 'Technical', 'Billing', 'Internal'].map((name, index) => ({
      name,
      owners: 6,
      private: index === 3 ? 1 : index === 2 ? null : 0,
    })),
    staff,
    department_staff: [1, 2, 3, 4].flatMap((department_id) =>
      staff.map((_, index) => ({ department_id, staff_id: index + 1 })),
    ),
    tag: [
      { name: 'High', color: '#eb144c' },
      { name: 'Medium', color: '#0693e3' },
      { name: 'Low', color: '#00d084' },
    ],
    topic: (drifted ? ['false', '', '0', '1'] : [0, 0, null, 1]).map((value, index) => ({
      name: `Topic ${index + 1}`,
      icon: 'book',
      icon_color: '#82CA9C',
      private: value,
    })),
    article: [1, 2, 3, 4].map((position) => ({
      title: `Article ${position}`,
      content: `<p>${text(position, 20)}</p>`,
      last_edited: oldDate(5000),
      position: drifted && position === 4 ? 'last' : position,
      topic_id: position,
    })),
    ban: [{ email: 'spam@old.example' }],
    customresponse: [{ name: 'Thanks', language: 'en', content: '<p>Thank you.</p>' }],
    apikey: ['Shop', 'Signup', 'Checker'].map((name, index) => ({
      type: 'CUSTOM',
      name,
      token: oldToken(500 + index),
      can_create_users: index === 1 ? 1 : 0,
      can_create_tickets: index === 0 ? 1 : 0,
      can_check_tickets: index === 2 ? 1 : 0,
      should_return_ticket_number: index === 0 ? 1 : 0,
    })),
    recoverpassword: [{ email: 'user2@old.example', token: oldToken(600), staff: 0 }],
    sessioncookie: [
      {
        token: oldToken(700),
        ip: '192.0.2.1',
        creation_date: oldDate(1),
        expiration_date: 209901010000,
        user_id: 1,
        is_staff: 0,
        staff_id: null,
      },
    ],
    log: [
      {
        type: 'INVITE',
        to: 'Bob',
        date: oldDate(10),
        author_name: 'Ada',
        author_staff_id: 1,
        author_user_id: null,
      },
    ],
  }
}

/** Returns the rows of a range of tickets, and of the tables that belong to them. */
export function ticketRows(
  from: number,
  to: number,
  { users, events, drifted }: Required<Pick<OldDatabaseOptions, 'users' | 'events'>> & { drifted: boolean },
): Record<string, Rows> {
  const ticket: Rows = []
  const ticketevent: Rows = []
  const links: Record<'ticket_user' | 'staff_ticket' | 'tag_ticket', Rows> = {
    ticket_user: [],
    staff_ticket: [],
    tag_ticket: [],
  }
  for (let id = from; id <= to; id++) {
    const author = (id % users) + 1
    const byStaff = id % 20 === 19
    const closed = id % 3 === 0
    const owner = id % 4 === 0 ? (id % 6) + 1 : null
    const hasFile = id % 10 === 1
    ticket.push({
      id,
      ticket_number: oldTicketNumber(id),
      unread: id % 5 === 0 ? 1 : 0,
      unread_staff: id % 2,
      title: `${text(id, 4)} ${id}`,
      content: `<p>${text(id, 40)} &amp; ${id}</p>`,
      language: 'en',
      file: hasFile ? oldFileName(id) : null,
      date: oldDate(id * 7),
      closed: closed ? 1 : id % 7 === 0 ? null : 0,
      author_email: null,
      author_name: null,
      department_id: (id % 4) + 1,
      author_id: byStaff ? null : author,
      author_staff_id: byStaff ? 1 : null,
      owner_id: owner,
      edited_content: 0,
      edited_title: null,
      ...(drifted
        ? {}
        : {
            total_departments: 1,
            total_owners: owner ? 1 : 0,
            reopened: 0,
            first_closed_at: closed ? oldDate(id * 7 + 60) : null,
            last_closed_at: closed ? oldDate(id * 7 + 60) : null,
          }),
    })
    if (byStaff) links.staff_ticket.push({ ticket_id: id, staff_id: 1 })
    else links.ticket_user.push({ ticket_id: id, user_id: author })
    if (owner && !(byStaff && owner === 1)) links.staff_ticket.push({ ticket_id: id, staff_id: owner })
    if (id % 5 === 0) links.tag_ticket.push({ tag_id: (id % 3) + 1, ticket_id: id })
    for (let place = 0; place < events; place++) {
      const isLast = place === events - 1
      const byAuthor = place % 2 === 1 && !byStaff
      ticketevent.push({
        type: isLast && closed ? 'CLOSE' : place === 0 && owner ? 'ASSIGN' : 'COMMENT',
        content:
          isLast && closed ? '' : place === 0 && owner ? '' : `<p>${text(id + place, 20)} ${id}.${place}</p>`,
        date: oldDate(id * 7 + place * 15),
        ticket_id: id,
        file: null,
        edited_content: 0,
        author_user_id: byAuthor ? author : null,
        author_staff_id: byAuthor ? null : (id % 6) + 1,
        private: place % 4 === 2 ? 1 : place % 4 === 0 ? null : 0,
      })
    }
  }
  return { ticket, ...links, ticketevent }
}

/** Statements that add invalid data, as found in real installations. */
export const dirt: readonly string[] = [
  "update user set email = 'User5@Old.Example' where id = 5",
  `insert into user (email, password, name, signup_date, tickets) select 'USER6@old.example', password, 'User 6 again',
    signup_date, 3 from user where id = 6`,
  'update ticket set author_id = (select max(id) from user) where id = 6',
  'insert into ticket_user (ticket_id, user_id) select 6, max(id) from user',
  'update ticket set ticket_number = (select n from (select ticket_number as n from ticket where id = 2) t) where id = 4',
  'update ticket set ticket_number = null where id = 8',
  "insert into setting (name, value) values ('title', 'A second title')",
  "insert into tag (name, color) values ('high', '#000000')",
  'insert into tag_ticket (tag_id, ticket_id) values (4, 10), (1, 11), (1, 11)',
  "insert into ban (email) values ('SPAM@old.example'), (null)",
  "insert into apikey (name, token, can_create_users) values ('shop', 'f00d', 1)",
  "insert into customfield (name, type) values ('COMPANY', 'text')",
  "insert into language (code, allowed, supported) values ('en', 0, 0)",
  'update ticket set title = null where id = 12',
]

/** Like `dirt`, for tables that also lack foreign keys. */
export const dirtAfterDrift: readonly string[] = [
  'update ticketevent set author_staff_id = 9999 where ticket_id = 3 limit 1',
  'insert into tag_ticket (tag_id, ticket_id) values (9999, 3)',
]
