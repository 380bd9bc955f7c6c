import type { MailLanguage } from '../texts.js'

export const pl: MailLanguage = {
  USER_SIGNUP: {
    subject: 'Potwierdź swój adres e-mail',
    text1: 'Jeszcze jeden krok',
    text2:
      'Dzień dobry, {{name}}!<br>Na ten adres e-mail założono konto. Potwierdź, że adres należy do Ciebie, aby móc się zalogować.',
    text3:
      'Jeśli przycisk nie działa, otwórz w przeglądarce ten adres: {{url}}/verify-token/{{to}}/{{verificationToken}}<br>Jeśli rejestracja nie pochodzi od Ciebie, nie musisz nic robić: bez potwierdzenia nikt nie może korzystać z konta.',
    action: 'Potwierdź adres',
  },
  USER_PASSWORD: {
    subject: 'Twoje hasło zostało zmienione',
    text1: 'Nowe hasło',
    text2:
      'Dzień dobry, {{name}}!<br>Hasło do Twojego konta zostało przed chwilą zmienione. Jeśli ta zmiana nie pochodzi od Ciebie, od razu poproś o nowe hasło i daj nam znać.',
    text3: '',
    action: '',
  },
  USER_EMAIL: {
    subject: 'Twój adres e-mail został zmieniony',
    text1: 'Nowy adres e-mail',
    text2:
      'Dzień dobry, {{name}}!<br>Do Twojego konta jest teraz przypisany adres {{newemail}} i tam będziemy wysyłać wiadomości. Jeśli ta zmiana nie pochodzi od Ciebie, od razu daj nam znać.',
    text3: '',
    action: '',
  },
  PASSWORD_FORGOT: {
    subject: 'Ustaw nowe hasło',
    text1: 'Nowe hasło',
    text2:
      'Dzień dobry, {{name}}!<br>Otrzymaliśmy prośbę o nowe hasło do Twojego konta. Jeśli to Twoja prośba, ustaw je teraz.',
    text3:
      'Jeśli przycisk nie działa, otwórz w przeglądarce ten adres: {{url}}/recover-password?email={{to}}&token={{token}}<br>Jeśli to nie Twoja prośba, nie musisz nic robić: hasło pozostanie bez zmian.',
    action: 'Ustaw hasło',
  },
  USER_INVITE: {
    subject: 'Zaproszenie do naszego helpdesku',
    text1: 'Witamy',
    text2:
      'Dzień dobry, {{name}}!<br>W naszym helpdesku utworzono dla Ciebie konto. Ustaw hasło, aby móc się zalogować.',
    text3:
      'Jeśli przycisk nie działa, otwórz w przeglądarce ten adres: {{url}}/recover-password?email={{to}}&token={{token}}&invited=true',
    action: 'Ustaw hasło',
  },
  TICKET_CREATED: {
    subject: '[#{{ticketNumber}}] Otrzymaliśmy Twoje zgłoszenie',
    text1: 'Twoje zgłoszenie już do nas dotarło',
    text2:
      'Dzień dobry, {{name}}!<br>Dziękujemy za zgłoszenie „{{title}}”. Zapoznamy się z nim i odpowiemy e-mailem.',
    text3: '',
    action: 'Zobacz zgłoszenie',
  },
  TICKET_RESPONDED: {
    subject: '[#{{ticketNumber}}] Nowa odpowiedź: {{title}}',
    text1: 'Jest nowa odpowiedź',
    text2: 'Dzień dobry, {{name}}!<br>W zgłoszeniu „{{title}}” pojawiła się nowa odpowiedź:',
    text3: '',
    action: 'Zobacz zgłoszenie',
  },
  TICKET_CLOSED: {
    subject: '[#{{ticketNumber}}] Zgłoszenie zamknięte: {{title}}',
    text1: 'Twoje zgłoszenie zostało zamknięte',
    text2:
      'Dzień dobry, {{name}}!<br>Twoje zgłoszenie „{{title}}” zostało zamknięte. Jeśli coś jeszcze wymaga wyjaśnienia, w każdej chwili możesz odpowiedzieć w zgłoszeniu.',
    text3: '',
    action: 'Zobacz zgłoszenie',
  },
  TICKET_CREATED_STAFF: {
    subject: '[#{{ticketNumber}}] Nowe zgłoszenie: {{title}}',
    text1: 'Nowe zgłoszenie',
    text2: 'W Twoim dziale pojawiło się zgłoszenie „{{title}}”. Nadawca: {{name}}.',
    text3: '',
    action: '',
  },
  WEBHOOK_DISABLED: {
    subject: 'Webhook wyłączony: {{webhook}}',
    text1: 'Webhook został wyłączony',
    text2:
      'Dzień dobry, {{name}}!<br>Zdarzenia nie są już wysyłane do webhooka „{{webhook}}”, ponieważ odbiorca od kilku dni zgłasza błędy albo już nie istnieje. Ostatni błąd: {{cause}}',
    text3:
      'Włącz go ponownie, gdy odbiorca zacznie działać. To, co wydarzy się w międzyczasie, nie zostanie wysłane później.',
    action: '',
  },
}
