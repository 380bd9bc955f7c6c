import type { MailLanguage } from '../texts.js'

export const pt: MailLanguage = {
  USER_SIGNUP: {
    subject: 'Confirme o seu endereço de e-mail',
    text1: 'Só falta um passo',
    text2:
      'Olá, {{name}},<br>Foi criada uma conta com este endereço de e-mail. Confirme que o endereço é seu e poderá iniciar sessão.',
    text3:
      'Se o botão não funcionar, abra este endereço no seu navegador: {{url}}/verify-token/{{to}}/{{verificationToken}}<br>Se não se registou, não precisa de fazer nada: sem este passo, ninguém poderá utilizar a conta.',
    action: 'Confirmar o endereço',
  },
  USER_PASSWORD: {
    subject: 'A sua palavra-passe foi alterada',
    text1: 'Nova palavra-passe',
    text2:
      'Olá, {{name}},<br>A palavra-passe da sua conta acaba de ser alterada. Se não fez esta alteração, peça de imediato uma nova palavra-passe e avise-nos.',
    text3: '',
    action: '',
  },
  USER_EMAIL: {
    subject: 'O seu endereço de e-mail foi alterado',
    text1: 'Novo endereço de e-mail',
    text2:
      'Olá, {{name}},<br>A sua conta passou a utilizar o endereço {{newemail}} e é para lá que lhe escreveremos a partir de agora. Se não fez esta alteração, avise-nos de imediato.',
    text3: '',
    action: '',
  },
  PASSWORD_FORGOT: {
    subject: 'Escolha uma nova palavra-passe',
    text1: 'Nova palavra-passe',
    text2:
      'Olá, {{name}},<br>Recebemos um pedido de nova palavra-passe para a sua conta. Se o pedido é seu, pode escolhê-la agora.',
    text3:
      'Se o botão não funcionar, abra este endereço no seu navegador: {{url}}/recover-password?email={{to}}&token={{token}}<br>Se não fez este pedido, não precisa de fazer nada: a sua palavra-passe mantém-se.',
    action: 'Escolher a palavra-passe',
  },
  USER_INVITE: {
    subject: 'Convite para o nosso serviço de apoio',
    text1: 'Damos-lhe as boas-vindas',
    text2:
      'Olá, {{name}},<br>Criámos uma conta para si no nosso serviço de apoio. Escolha uma palavra-passe e poderá iniciar sessão.',
    text3:
      'Se o botão não funcionar, abra este endereço no seu navegador: {{url}}/recover-password?email={{to}}&token={{token}}&invited=true',
    action: 'Escolher a palavra-passe',
  },
  TICKET_CREATED: {
    subject: '[#{{ticketNumber}}] Recebemos o seu pedido',
    text1: 'O seu pedido já chegou',
    text2:
      'Olá, {{name}},<br>Agradecemos a sua mensagem sobre «{{title}}». Vamos analisá-la e responder-lhe por e-mail.',
    text3: '',
    action: 'Ver o pedido',
  },
  TICKET_RESPONDED: {
    subject: '[#{{ticketNumber}}] Nova resposta: {{title}}',
    text1: 'Há uma nova resposta',
    text2: 'Olá, {{name}},<br>Há uma nova mensagem no pedido «{{title}}»:',
    text3: '',
    action: 'Ver o pedido',
  },
  TICKET_CLOSED: {
    subject: '[#{{ticketNumber}}] Pedido encerrado: {{title}}',
    text1: 'O seu pedido está encerrado',
    text2:
      'Olá, {{name}},<br>O seu pedido «{{title}}» foi encerrado. Se ainda houver algo por resolver, pode responder no próprio pedido a qualquer momento.',
    text3: '',
    action: 'Ver o pedido',
  },
  TICKET_CREATED_STAFF: {
    subject: '[#{{ticketNumber}}] Novo pedido: {{title}}',
    text1: 'Um novo pedido',
    text2: '{{name}} abriu o pedido «{{title}}» num dos departamentos em que presta apoio.',
    text3: '',
    action: '',
  },
  WEBHOOK_DISABLED: {
    subject: 'Webhook desativado: {{webhook}}',
    text1: 'Um webhook foi desativado',
    text2:
      'Olá, {{name}},<br>Já não são enviados eventos para o webhook «{{webhook}}», porque o destinatário falha há vários dias ou deixou de existir. Último erro: {{cause}}',
    text3:
      'Volte a ativá-lo quando o destinatário funcionar. O que acontecer entretanto não será enviado mais tarde.',
    action: '',
  },
}
