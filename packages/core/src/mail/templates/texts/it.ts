import type { MailLanguage } from '../texts.js'

export const it: MailLanguage = {
  USER_SIGNUP: {
    subject: 'Confermi il suo indirizzo e-mail',
    text1: 'Ci siamo quasi',
    text2:
      'Buongiorno {{name}},<br>con questo indirizzo e-mail è stato creato un account. Confermi che l’indirizzo è suo e potrà accedere.',
    text3:
      'Se il pulsante non funziona, apra questo indirizzo nel browser: {{url}}/verify-token/{{to}}/{{verificationToken}}<br>Se non ha creato lei l’account, non deve fare nulla: senza questa conferma nessuno potrà usarlo.',
    action: 'Conferma indirizzo',
  },
  USER_PASSWORD: {
    subject: 'La sua password è stata modificata',
    text1: 'Nuova password',
    text2:
      'Buongiorno {{name}},<br>la password del suo account è stata appena modificata. Se non ha effettuato lei la modifica, richieda subito una nuova password e ci avvisi.',
    text3: '',
    action: '',
  },
  USER_EMAIL: {
    subject: 'Il suo indirizzo e-mail è stato modificato',
    text1: 'Nuovo indirizzo e-mail',
    text2:
      'Buongiorno {{name}},<br>il suo account usa ora l’indirizzo {{newemail}}. D’ora in poi le scriveremo al nuovo indirizzo. Se non ha effettuato lei la modifica, ci avvisi subito.',
    text3: '',
    action: '',
  },
  PASSWORD_FORGOT: {
    subject: 'Imposti una nuova password',
    text1: 'Nuova password',
    text2:
      'Buongiorno {{name}},<br>abbiamo ricevuto una richiesta di nuova password per il suo account. Se la richiesta è sua, può impostare ora la nuova password.',
    text3:
      'Se il pulsante non funziona, apra questo indirizzo nel browser: {{url}}/recover-password?email={{to}}&token={{token}}<br>Se la richiesta non è sua, non deve fare nulla: la sua password resta quella attuale.',
    action: 'Imposta password',
  },
  USER_INVITE: {
    subject: 'Invito al nostro servizio di assistenza',
    text1: 'Le diamo il benvenuto',
    text2:
      'Buongiorno {{name}},<br>abbiamo creato un account per lei presso il nostro servizio di assistenza. Imposti una password e potrà accedere.',
    text3:
      'Se il pulsante non funziona, apra questo indirizzo nel browser: {{url}}/recover-password?email={{to}}&token={{token}}&invited=true',
    action: 'Imposta password',
  },
  TICKET_CREATED: {
    subject: '[#{{ticketNumber}}] Abbiamo ricevuto la sua richiesta',
    text1: 'La sua richiesta è arrivata',
    text2:
      'Buongiorno {{name}},<br>grazie per averci scritto a proposito di «{{title}}». Esamineremo la sua richiesta e le risponderemo via e-mail.',
    text3: '',
    action: 'Visualizza ticket',
  },
  TICKET_RESPONDED: {
    subject: '[#{{ticketNumber}}] Nuova risposta: {{title}}',
    text1: 'C’è una nuova risposta',
    text2: 'Buongiorno {{name}},<br>c’è un nuovo messaggio nel ticket «{{title}}»:',
    text3: '',
    action: 'Visualizza ticket',
  },
  TICKET_CLOSED: {
    subject: '[#{{ticketNumber}}] Ticket chiuso: {{title}}',
    text1: 'Il suo ticket è chiuso',
    text2:
      'Buongiorno {{name}},<br>il suo ticket «{{title}}» è stato chiuso. Se c’è ancora qualcosa da risolvere, può rispondere nel ticket in qualsiasi momento.',
    text3: '',
    action: 'Visualizza ticket',
  },
  TICKET_CREATED_STAFF: {
    subject: '[#{{ticketNumber}}] Nuovo ticket: {{title}}',
    text1: 'Un nuovo ticket',
    text2: '{{name}} ha aperto il ticket «{{title}}» in un reparto di cui lei si occupa.',
    text3: '',
    action: '',
  },
  WEBHOOK_DISABLED: {
    subject: 'Webhook disattivato: {{webhook}}',
    text1: 'Un webhook è stato disattivato',
    text2:
      'Buongiorno {{name}},<br>gli eventi non vengono più inviati al webhook «{{webhook}}», perché il destinatario non funziona da giorni o non esiste più. Ultimo errore: {{cause}}',
    text3:
      'Lo riattivi quando il destinatario funziona di nuovo. Ciò che accade nel frattempo non verrà inviato in seguito.',
    action: '',
  },
}
