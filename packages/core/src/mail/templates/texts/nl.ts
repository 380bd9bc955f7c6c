import type { MailLanguage } from '../texts.js'

export const nl: MailLanguage = {
  USER_SIGNUP: {
    subject: 'Bevestig uw e-mailadres',
    text1: 'Bijna klaar',
    text2:
      'Beste {{name}},<br>Met dit e-mailadres is een account aangemaakt. Bevestig dat het adres van u is, dan kunt u inloggen.',
    text3:
      'Werkt de knop niet? Open dan dit adres in uw browser: {{url}}/verify-token/{{to}}/{{verificationToken}}<br>Hebt u zelf geen account aangemaakt? Dan hoeft u niets te doen: zonder deze bevestiging kan niemand het account gebruiken.',
    action: 'Adres bevestigen',
  },
  USER_PASSWORD: {
    subject: 'Uw wachtwoord is gewijzigd',
    text1: 'Nieuw wachtwoord',
    text2:
      'Beste {{name}},<br>Het wachtwoord van uw account is zojuist gewijzigd. Hebt u dit niet zelf gedaan? Vraag dan meteen een nieuw wachtwoord aan en laat het ons weten.',
    text3: '',
    action: '',
  },
  USER_EMAIL: {
    subject: 'Uw e-mailadres is gewijzigd',
    text1: 'Nieuw e-mailadres',
    text2:
      'Beste {{name}},<br>Uw account gebruikt nu het adres {{newemail}}. Vanaf nu mailen we u op dat adres. Hebt u dit niet zelf gewijzigd? Laat het ons dan meteen weten.',
    text3: '',
    action: '',
  },
  PASSWORD_FORGOT: {
    subject: 'Kies een nieuw wachtwoord',
    text1: 'Nieuw wachtwoord',
    text2:
      'Beste {{name}},<br>Er is een nieuw wachtwoord aangevraagd voor uw account. Hebt u dat zelf gedaan? Dan kunt u nu een wachtwoord kiezen.',
    text3:
      'Werkt de knop niet? Open dan dit adres in uw browser: {{url}}/recover-password?email={{to}}&token={{token}}<br>Hebt u niets aangevraagd? Dan hoeft u niets te doen: uw wachtwoord blijft hetzelfde.',
    action: 'Wachtwoord kiezen',
  },
  USER_INVITE: {
    subject: 'Uitnodiging voor onze helpdesk',
    text1: 'Welkom',
    text2:
      'Beste {{name}},<br>Er is een account voor u aangemaakt bij onze helpdesk. Kies een wachtwoord, dan kunt u inloggen.',
    text3:
      'Werkt de knop niet? Open dan dit adres in uw browser: {{url}}/recover-password?email={{to}}&token={{token}}&invited=true',
    action: 'Wachtwoord kiezen',
  },
  TICKET_CREATED: {
    subject: '[#{{ticketNumber}}] We hebben uw bericht ontvangen',
    text1: 'Uw bericht is binnen',
    text2:
      'Beste {{name}},<br>Bedankt voor uw bericht over “{{title}}”. We bekijken het en antwoorden u per e-mail.',
    text3: '',
    action: 'Ticket bekijken',
  },
  TICKET_RESPONDED: {
    subject: '[#{{ticketNumber}}] Nieuw antwoord: {{title}}',
    text1: 'Er is een nieuw antwoord',
    text2: 'Beste {{name}},<br>Er is een nieuw bericht in het ticket “{{title}}”:',
    text3: '',
    action: 'Ticket bekijken',
  },
  TICKET_CLOSED: {
    subject: '[#{{ticketNumber}}] Ticket gesloten: {{title}}',
    text1: 'Uw ticket is gesloten',
    text2:
      'Beste {{name}},<br>Uw ticket “{{title}}” is gesloten. Is er nog iets niet opgelost? Dan kunt u altijd in het ticket reageren.',
    text3: '',
    action: 'Ticket bekijken',
  },
  TICKET_CREATED_STAFF: {
    subject: '[#{{ticketNumber}}] Nieuw ticket: {{title}}',
    text1: 'Een nieuw ticket',
    text2: '{{name}} heeft voor een van uw afdelingen het ticket “{{title}}” aangemaakt.',
    text3: '',
    action: '',
  },
  WEBHOOK_DISABLED: {
    subject: 'Webhook uitgeschakeld: {{webhook}}',
    text1: 'Er is een webhook uitgeschakeld',
    text2:
      'Beste {{name}},<br>Er worden geen gebeurtenissen meer verstuurd naar de webhook “{{webhook}}”, omdat de ontvanger al dagen fouten geeft of niet meer bestaat. De laatste fout: {{cause}}',
    text3:
      'Schakel de webhook weer in zodra de ontvanger werkt. Wat er intussen gebeurt, wordt later niet alsnog verstuurd.',
    action: '',
  },
}
