const types: Readonly<Record<string, string>> = {
  i: 'int(11) unsigned',
  b: 'tinyint(1) unsigned',
  v: 'varchar(191)',
  w: 'varchar(255)',
  d: 'double',
  t: 'text',
}

/** Columns as `name:type`, with `>table:action` for a foreign key. Actions: C = cascade, S = set null. */
const tables: Readonly<Record<string, string>> = {
  apikey: `type:v name:v token:v can_create_users:b can_create_tickets:b can_check_tickets:b
    should_return_ticket_number:b`,
  topic: 'name:v icon:v icon_color:v private:i',
  article: 'title:v content:v last_edited:d position:b topic_id:i>topic:S',
  ban: 'email:v',
  customfield: 'name:v description:v type:v',
  customfieldoption: 'name:v customfield_id:i>customfield:S',
  supervisedrelation: '',
  user: `email:v password:v name:v signup_date:d tickets:i verification_token:v disabled:i not_registered:b
    supervisedrelation_id:i>supervisedrelation:S`,
  customfieldvalue: `value:v user_id:i>user:C customfield_id:i>customfield:S
    customfieldoption_id:i>customfieldoption:S`,
  customresponse: 'name:v language:v content:v',
  department: 'owners:i name:v private:i',
  staff: `level:i send_email_on_new_ticket:i name:v email:v password:v profile_pic:v verification_token:b disabled:b
    last_login:d`,
  department_staff: 'department_id:i>department:C staff_id:i>staff:C',
  language: 'code:v allowed:i supported:b',
  log: `type:v to:v date:d author_name:v author_staff_id:i>staff:S author_user_id:i>user:S author_staff:b`,
  mailtemplate: 'template:v subject:v language:v text1:v text2:v text3:w',
  recoverpassword: 'email:v token:v staff:b',
  sessioncookie: `token:v ip:v creation_date:d expiration_date:d user_id:i>user:S is_staff:b staff:b user:b
    staff_id:i>staff:S`,
  setting: 'name:v value:v',
  tag: 'name:v color:v',
  ticket: `ticket_number:i unread:b unread_staff:b title:v content:t language:v file:v date:d closed:b author_email:v
    author_name:v department_id:i>department:S author:b author_id:i>user:S author_staff:b author_staff_id:i>staff:S
    owner_id:i>staff:S owner:b edited_content:b edited_title:b total_departments:i total_owners:i first_closed_at:d
    last_closed_at:d reopened:b`,
  staff_ticket: 'ticket_id:i>ticket:C staff_id:i>staff:C',
  ticket_user: 'ticket_id:i>ticket:C user_id:i>user:C',
  tag_ticket: 'tag_id:i>tag:C ticket_id:i>ticket:C',
  supervisedrelation_user: 'user_id:i>user:C supervisedrelation_id:i>supervisedrelation:C',
  ticketevent: `type:v content:v date:d ticket_id:i>ticket:S author_staff_id:i>staff:S file:v private:i
    author_user_id:i>user:S edited_content:b`,
}

/** Unique pairs of columns, with the hashed index names of 4.11. */
const pairs: Readonly<Record<string, readonly [columns: string, name: string]>> = {
  department_staff: ['department_id, staff_id', 'UQ_f2a19cacc73eb380315c104650ebc8c42d1b75a0'],
  staff_ticket: ['staff_id, ticket_id', 'UQ_8a53d6ad25611e7060ab030785c3c0cef48bc533'],
  ticket_user: ['ticket_id, user_id', 'UQ_f73b0a7296c1f9101e14c7c4bd6476b9f9a6a2b7'],
  tag_ticket: ['tag_id, ticket_id', 'UQ_79dc4901a5620abff6d65219e6aef86fe9ab63bc'],
  supervisedrelation_user: ['supervisedrelation_id, user_id', 'UQ_0c5228cfadd3dca1357880bf711030ed41da30f9'],
}

/** Returns the statements that create the 26 tables as the 4.11 installer does. */
export const oldTables = (): string[] =>
  Object.entries(tables).map(([table, columns]) => {
    const lines = ['`id` int(11) unsigned NOT NULL AUTO_INCREMENT', 'PRIMARY KEY (`id`)']
    for (const column of columns.split(/\s+/).filter(Boolean)) {
      const [, name = '', type = '', target, onDelete] = /^(\w+):(\w)(?:>(\w+):([CS]))?$/.exec(column) ?? []
      lines.push(`\`${name}\` ${types[type]} DEFAULT NULL`)
      if (!target) continue
      const action = onDelete === 'C' ? 'CASCADE' : 'SET NULL'
      lines.push(`KEY \`index_foreignkey_${table}_${name.replace(/_id$/, '')}\` (\`${name}\`)`)
      lines.push(`CONSTRAINT \`c_fk_${table}_${name}\` FOREIGN KEY (\`${name}\`) REFERENCES \`${target}\` (\`id\`)
        ON DELETE ${action} ON UPDATE ${action}`)
    }
    const [pair, name] = pairs[table] ?? []
    if (pair) lines.push(`UNIQUE KEY \`${name}\` (${pair})`)
    const collation = table.startsWith('supervisedrelation') ? 'utf8mb4_unicode_520_ci' : 'utf8mb4_unicode_ci'
    return `CREATE TABLE \`${table}\` (${lines.join(', ')}) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=${collation}`
  })

/** Changes to the tables over years of use; RedBean, the ORM of 4.11, widened columns automatically. */
export const drift: readonly string[] = [
  'ALTER TABLE article MODIFY content longtext, MODIFY position text',
  'ALTER TABLE ticketevent MODIFY content text, DROP FOREIGN KEY c_fk_ticketevent_author_staff_id',
  'ALTER TABLE customresponse MODIFY content varchar(255)',
  'ALTER TABLE setting MODIFY value text',
  'ALTER TABLE mailtemplate MODIFY text2 text, MODIFY subject varchar(255)',
  'ALTER TABLE topic MODIFY private varchar(191)',
  `ALTER TABLE ticket DROP total_departments, DROP total_owners, DROP first_closed_at, DROP last_closed_at,
    DROP reopened, DROP author`,
  'ALTER TABLE tag CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci',
  'ALTER TABLE customfieldvalue ADD author tinyint(1) unsigned DEFAULT NULL',
  'ALTER TABLE staff MODIFY profile_pic varchar(255)',
  'ALTER TABLE tag_ticket DROP FOREIGN KEY c_fk_tag_ticket_tag_id, DROP INDEX UQ_79dc4901a5620abff6d65219e6aef86fe9ab63bc',
]
