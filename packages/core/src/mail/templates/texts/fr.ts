import type { MailLanguage } from '../texts.js'

export const fr: MailLanguage = {
  USER_SIGNUP: {
    subject: 'Confirmez votre adresse e-mail',
    text1: 'Plus qu’une étape',
    text2:
      'Bonjour {{name}},<br>Un compte a été créé avec cette adresse e-mail. Merci de confirmer qu’il s’agit bien de la vôtre\u00a0: vous pourrez ensuite vous connecter.',
    text3:
      'Si le bouton ne fonctionne pas, ouvrez cette adresse dans votre navigateur\u00a0: {{url}}/verify-token/{{to}}/{{verificationToken}}<br>Si vous n’avez pas créé de compte, vous n’avez rien à faire\u00a0: sans cette confirmation, personne ne pourra utiliser ce compte.',
    action: 'Confirmer l’adresse',
  },
  USER_PASSWORD: {
    subject: 'Votre mot de passe a été modifié',
    text1: 'Nouveau mot de passe',
    text2:
      'Bonjour {{name}},<br>Le mot de passe de votre compte vient d’être modifié. Si vous n’êtes pas à l’origine de ce changement, demandez immédiatement un nouveau mot de passe et prévenez-nous.',
    text3: '',
    action: '',
  },
  USER_EMAIL: {
    subject: 'Votre adresse e-mail a été modifiée',
    text1: 'Nouvelle adresse e-mail',
    text2:
      'Bonjour {{name}},<br>Votre compte utilise désormais l’adresse {{newemail}}. C’est à cette nouvelle adresse que nous vous écrirons. Si vous n’êtes pas à l’origine de ce changement, prévenez-nous sans attendre.',
    text3: '',
    action: '',
  },
  PASSWORD_FORGOT: {
    subject: 'Choisissez un nouveau mot de passe',
    text1: 'Nouveau mot de passe',
    text2:
      'Bonjour {{name}},<br>Un nouveau mot de passe a été demandé pour votre compte. Si cette demande vient de vous, vous pouvez en choisir un maintenant.',
    text3:
      'Si le bouton ne fonctionne pas, ouvrez cette adresse dans votre navigateur\u00a0: {{url}}/recover-password?email={{to}}&token={{token}}<br>Si cette demande ne vient pas de vous, vous n’avez rien à faire\u00a0: votre mot de passe reste inchangé.',
    action: 'Choisir un mot de passe',
  },
  USER_INVITE: {
    subject: 'Invitation à notre service d’assistance',
    text1: 'Bienvenue',
    text2:
      'Bonjour {{name}},<br>Un compte a été créé pour vous auprès de notre service d’assistance. Choisissez un mot de passe et vous pourrez vous connecter.',
    text3:
      'Si le bouton ne fonctionne pas, ouvrez cette adresse dans votre navigateur\u00a0: {{url}}/recover-password?email={{to}}&token={{token}}&invited=true',
    action: 'Choisir un mot de passe',
  },
  TICKET_CREATED: {
    subject: '[#{{ticketNumber}}] Nous avons bien reçu votre demande',
    text1: 'Votre demande nous est bien parvenue',
    text2:
      'Bonjour {{name}},<br>Merci de nous avoir écrit au sujet de «\u00a0{{title}}\u00a0». Nous allons étudier votre demande et nous vous répondrons par e-mail.',
    text3: '',
    action: 'Voir le ticket',
  },
  TICKET_RESPONDED: {
    subject: '[#{{ticketNumber}}] Nouvelle réponse\u00a0: {{title}}',
    text1: 'Une nouvelle réponse',
    text2: 'Bonjour {{name}},<br>Un nouveau message a été ajouté au ticket «\u00a0{{title}}\u00a0»\u00a0:',
    text3: '',
    action: 'Voir le ticket',
  },
  TICKET_CLOSED: {
    subject: '[#{{ticketNumber}}] Ticket fermé\u00a0: {{title}}',
    text1: 'Votre ticket est fermé',
    text2:
      'Bonjour {{name}},<br>Votre ticket «\u00a0{{title}}\u00a0» a été fermé. S’il reste un point à régler, vous pouvez répondre dans le ticket à tout moment.',
    text3: '',
    action: 'Voir le ticket',
  },
  TICKET_CREATED_STAFF: {
    subject: '[#{{ticketNumber}}] Nouveau ticket\u00a0: {{title}}',
    text1: 'Un nouveau ticket',
    text2: '{{name}} a ouvert le ticket «\u00a0{{title}}\u00a0» dans l’un de vos services.',
    text3: '',
    action: '',
  },
  WEBHOOK_DISABLED: {
    subject: 'Webhook désactivé\u00a0: {{webhook}}',
    text1: 'Un webhook a été désactivé',
    text2:
      'Bonjour {{name}},<br>Plus aucun événement n’est envoyé au webhook «\u00a0{{webhook}}\u00a0», car son destinataire échoue depuis plusieurs jours ou n’existe plus. Dernière erreur\u00a0: {{cause}}',
    text3:
      'Réactivez-le dès que le destinataire fonctionne. Ce qui se passe entre-temps ne sera pas envoyé plus tard.',
    action: '',
  },
}
