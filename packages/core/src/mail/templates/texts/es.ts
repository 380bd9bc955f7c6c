import type { MailLanguage } from '../texts.js'

export const es: MailLanguage = {
  USER_SIGNUP: {
    subject: 'Confirme su dirección de correo',
    text1: 'Ya casi está',
    text2:
      'Hola, {{name}}:<br>Se ha creado una cuenta con esta dirección de correo. Confirme que es suya y podrá iniciar sesión.',
    text3:
      'Si el botón no funciona, abra esta dirección en su navegador: {{url}}/verify-token/{{to}}/{{verificationToken}}<br>Si no ha creado usted la cuenta, no tiene que hacer nada: sin este paso nadie podrá utilizarla.',
    action: 'Confirmar dirección',
  },
  USER_PASSWORD: {
    subject: 'Se ha cambiado su contraseña',
    text1: 'Nueva contraseña',
    text2:
      'Hola, {{name}}:<br>La contraseña de su cuenta se acaba de cambiar. Si no ha sido usted, solicite cuanto antes una contraseña nueva y avísenos.',
    text3: '',
    action: '',
  },
  USER_EMAIL: {
    subject: 'Se ha cambiado su dirección de correo',
    text1: 'Nueva dirección de correo',
    text2:
      'Hola, {{name}}:<br>Su cuenta utiliza ahora la dirección {{newemail}}. A partir de este momento le escribiremos allí. Si no ha hecho usted el cambio, avísenos cuanto antes.',
    text3: '',
    action: '',
  },
  PASSWORD_FORGOT: {
    subject: 'Elija una contraseña nueva',
    text1: 'Nueva contraseña',
    text2:
      'Hola, {{name}}:<br>Hemos recibido una solicitud para cambiar la contraseña de su cuenta. Si la ha hecho usted, ya puede elegir una contraseña nueva.',
    text3:
      'Si el botón no funciona, abra esta dirección en su navegador: {{url}}/recover-password?email={{to}}&token={{token}}<br>Si no ha sido usted, no tiene que hacer nada: su contraseña seguirá siendo la misma.',
    action: 'Elegir contraseña',
  },
  USER_INVITE: {
    subject: 'Invitación a nuestro centro de ayuda',
    text1: 'Le damos la bienvenida',
    text2:
      'Hola, {{name}}:<br>Hemos creado una cuenta para usted en nuestro centro de ayuda. Elija una contraseña y podrá iniciar sesión.',
    text3:
      'Si el botón no funciona, abra esta dirección en su navegador: {{url}}/recover-password?email={{to}}&token={{token}}&invited=true',
    action: 'Elegir contraseña',
  },
  TICKET_CREATED: {
    subject: '[#{{ticketNumber}}] Hemos recibido su solicitud',
    text1: 'Ya tenemos su solicitud',
    text2:
      'Hola, {{name}}:<br>Gracias por escribirnos sobre «{{title}}». Revisaremos su solicitud y le responderemos por correo electrónico.',
    text3: '',
    action: 'Ver ticket',
  },
  TICKET_RESPONDED: {
    subject: '[#{{ticketNumber}}] Nueva respuesta: {{title}}',
    text1: 'Hay una nueva respuesta',
    text2: 'Hola, {{name}}:<br>Hay un mensaje nuevo en el ticket «{{title}}»:',
    text3: '',
    action: 'Ver ticket',
  },
  TICKET_CLOSED: {
    subject: '[#{{ticketNumber}}] Ticket cerrado: {{title}}',
    text1: 'Su ticket está cerrado',
    text2:
      'Hola, {{name}}:<br>Su ticket «{{title}}» se ha cerrado. Si queda algo pendiente, puede responder en el propio ticket cuando quiera.',
    text3: '',
    action: 'Ver ticket',
  },
  TICKET_CREATED_STAFF: {
    subject: '[#{{ticketNumber}}] Nuevo ticket: {{title}}',
    text1: 'Un nuevo ticket',
    text2: '{{name}} ha abierto el ticket «{{title}}» en un departamento que usted atiende.',
    text3: '',
    action: '',
  },
  WEBHOOK_DISABLED: {
    subject: 'Webhook desactivado: {{webhook}}',
    text1: 'Se ha desactivado un webhook',
    text2:
      'Hola, {{name}}:<br>Ya no se envían eventos al webhook «{{webhook}}», porque su receptor lleva días fallando o ya no existe. Último error: {{cause}}',
    text3:
      'Vuelva a activarlo cuando el receptor funcione. Lo que ocurra mientras tanto no se enviará después.',
    action: '',
  },
}
