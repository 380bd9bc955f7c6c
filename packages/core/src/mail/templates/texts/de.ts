import type { MailLanguage } from '../texts.js'

export const de: MailLanguage = {
  USER_SIGNUP: {
    subject: 'Bitte bestätigen Sie Ihre E-Mail-Adresse',
    text1: 'Fast geschafft',
    text2:
      'Guten Tag {{name}},<br>mit dieser E-Mail-Adresse wurde ein Konto angelegt. Bitte bestätigen Sie, dass es Ihre Adresse ist. Danach können Sie sich anmelden.',
    text3:
      'Falls die Schaltfläche nicht funktioniert, öffnen Sie bitte diese Adresse in Ihrem Browser: {{url}}/verify-token/{{to}}/{{verificationToken}}<br>Falls Sie sich nicht registriert haben, müssen Sie nichts tun: Ohne diese Bestätigung kann niemand das Konto nutzen.',
    action: 'Adresse bestätigen',
  },
  USER_PASSWORD: {
    subject: 'Ihr Passwort wurde geändert',
    text1: 'Neues Passwort',
    text2:
      'Guten Tag {{name}},<br>das Passwort Ihres Kontos wurde soeben geändert. Falls Sie das nicht selbst waren, fordern Sie bitte sofort ein neues Passwort an und geben Sie uns Bescheid.',
    text3: '',
    action: '',
  },
  USER_EMAIL: {
    subject: 'Ihre E-Mail-Adresse wurde geändert',
    text1: 'Neue E-Mail-Adresse',
    text2:
      'Guten Tag {{name}},<br>für Ihr Konto gilt jetzt die Adresse {{newemail}}. Ab sofort schreiben wir Ihnen dorthin. Falls Sie das nicht selbst geändert haben, geben Sie uns bitte umgehend Bescheid.',
    text3: '',
    action: '',
  },
  PASSWORD_FORGOT: {
    subject: 'Neues Passwort festlegen',
    text1: 'Neues Passwort',
    text2:
      'Guten Tag {{name}},<br>für Ihr Konto wurde ein neues Passwort angefordert. Wenn Sie das waren, können Sie es jetzt festlegen.',
    text3:
      'Falls die Schaltfläche nicht funktioniert, öffnen Sie bitte diese Adresse in Ihrem Browser: {{url}}/recover-password?email={{to}}&token={{token}}<br>Falls Sie das nicht waren, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.',
    action: 'Passwort festlegen',
  },
  USER_INVITE: {
    subject: 'Einladung zu unserem Helpdesk',
    text1: 'Willkommen',
    text2:
      'Guten Tag {{name}},<br>in unserem Helpdesk wurde ein Konto für Sie angelegt. Legen Sie ein Passwort fest, dann können Sie sich anmelden.',
    text3:
      'Falls die Schaltfläche nicht funktioniert, öffnen Sie bitte diese Adresse in Ihrem Browser: {{url}}/recover-password?email={{to}}&token={{token}}&invited=true',
    action: 'Passwort festlegen',
  },
  TICKET_CREATED: {
    subject: '[#{{ticketNumber}}] Wir haben Ihre Anfrage erhalten',
    text1: 'Ihre Anfrage ist bei uns eingegangen',
    text2:
      'Guten Tag {{name}},<br>vielen Dank für Ihre Anfrage „{{title}}“. Wir kümmern uns darum und antworten Ihnen per E-Mail.',
    text3: '',
    action: 'Ticket ansehen',
  },
  TICKET_RESPONDED: {
    subject: '[#{{ticketNumber}}] Neue Antwort: {{title}}',
    text1: 'Es gibt eine neue Antwort',
    text2: 'Guten Tag {{name}},<br>im Ticket „{{title}}“ gibt es eine neue Nachricht:',
    text3: '',
    action: 'Ticket ansehen',
  },
  TICKET_CLOSED: {
    subject: '[#{{ticketNumber}}] Ticket geschlossen: {{title}}',
    text1: 'Ihr Ticket ist geschlossen',
    text2:
      'Guten Tag {{name}},<br>Ihr Ticket „{{title}}“ wurde geschlossen. Falls noch etwas offen ist, können Sie jederzeit im Ticket antworten.',
    text3: '',
    action: 'Ticket ansehen',
  },
  TICKET_CREATED_STAFF: {
    subject: '[#{{ticketNumber}}] Neues Ticket: {{title}}',
    text1: 'Ein neues Ticket',
    text2: '{{name}} hat das Ticket „{{title}}“ in einer Ihrer Abteilungen eröffnet.',
    text3: '',
    action: '',
  },
  WEBHOOK_DISABLED: {
    subject: 'Webhook deaktiviert: {{webhook}}',
    text1: 'Ein Webhook wurde deaktiviert',
    text2:
      'Guten Tag {{name}},<br>an den Webhook „{{webhook}}“ werden keine Ereignisse mehr gesendet, weil der Empfänger seit Tagen Fehler meldet oder nicht mehr existiert. Der letzte Fehler: {{cause}}',
    text3:
      'Aktivieren Sie ihn wieder, sobald der Empfänger funktioniert. Was in der Zwischenzeit geschieht, wird nicht nachgesendet.',
    action: '',
  },
}
