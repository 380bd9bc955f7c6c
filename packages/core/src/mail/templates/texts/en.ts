import type { MailLanguage } from '../texts.js'

export const en: MailLanguage = {
  USER_SIGNUP: {
    subject: 'Please confirm your e-mail address',
    text1: 'Almost there',
    text2:
      'Hello {{name}},<br>An account was made with this e-mail address. Please confirm that it is yours, and you can sign in.',
    text3:
      'If the button does not work, open this address in your browser: {{url}}/verify-token/{{to}}/{{verificationToken}}<br>If you did not sign up, do nothing: without this step nobody can use the account.',
    action: 'Confirm the address',
  },
  USER_PASSWORD: {
    subject: 'Your password was changed',
    text1: 'A new password',
    text2:
      'Hello {{name}},<br>The password of your account was changed just now. If it was not you, ask for a new password at once and tell us about it.',
    text3: '',
    action: '',
  },
  USER_EMAIL: {
    subject: 'Your e-mail address was changed',
    text1: 'A new e-mail address',
    text2:
      'Hello {{name}},<br>Your account now uses the address {{newemail}}, and we write to you there from now on. If it was not you who changed it, please tell us at once.',
    text3: '',
    action: '',
  },
  PASSWORD_FORGOT: {
    subject: 'Choose a new password',
    text1: 'A new password',
    text2:
      'Hello {{name}},<br>Somebody asked for a new password for your account. If it was you, choose one now.',
    text3:
      'If the button does not work, open this address in your browser: {{url}}/recover-password?email={{to}}&token={{token}}<br>If it was not you, do nothing: your password stays as it is.',
    action: 'Choose a password',
  },
  USER_INVITE: {
    subject: 'You are invited to our helpdesk',
    text1: 'Welcome',
    text2:
      'Hello {{name}},<br>An account was made for you at our helpdesk. Choose a password, and you can sign in.',
    text3:
      'If the button does not work, open this address in your browser: {{url}}/recover-password?email={{to}}&token={{token}}&invited=true',
    action: 'Choose a password',
  },
  TICKET_CREATED: {
    subject: '[#{{ticketNumber}}] We have received your request',
    text1: 'Your request is with us',
    text2:
      'Hello {{name}},<br>Thank you for writing to us about “{{title}}”. We read it, and answer you by e-mail.',
    text3: '',
    action: 'See the ticket',
  },
  TICKET_RESPONDED: {
    subject: '[#{{ticketNumber}}] New answer: {{title}}',
    text1: 'There is a new answer',
    text2: 'Hello {{name}},<br>Somebody has written in the ticket “{{title}}”:',
    text3: '',
    action: 'See the ticket',
  },
  TICKET_CLOSED: {
    subject: '[#{{ticketNumber}}] Closed: {{title}}',
    text1: 'Your ticket is closed',
    text2:
      'Hello {{name}},<br>Your ticket “{{title}}” was closed. If something is still open, answer in the ticket at any time.',
    text3: '',
    action: 'See the ticket',
  },
  TICKET_CREATED_STAFF: {
    subject: '[#{{ticketNumber}}] New ticket: {{title}}',
    text1: 'A new ticket',
    text2: '{{name}} has opened the ticket “{{title}}” in a department that you serve.',
    text3: '',
    action: '',
  },
  WEBHOOK_DISABLED: {
    subject: 'Webhook disabled: {{webhook}}',
    text1: 'A webhook was disabled',
    text2:
      'Hello {{name}},<br>Events are no longer sent to the webhook “{{webhook}}”, because its receiver has failed for days or is gone. The last error: {{cause}}',
    text3: 'Enable it again when the receiver works. What happens in the meantime is not sent later.',
    action: '',
  },
}
