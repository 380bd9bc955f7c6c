import type { MailLanguage } from '../texts.js'

export const br: MailLanguage = {
  USER_SIGNUP: {
    subject: 'Confirme seu endereço de e-mail',
    text1: 'Falta pouco',
    text2:
      'Olá, {{name}},<br>Uma conta foi criada com este endereço de e-mail. Confirme que ele é seu e você já poderá entrar.',
    text3:
      'Se o botão não funcionar, abra este endereço no navegador: {{url}}/verify-token/{{to}}/{{verificationToken}}<br>Se você não criou essa conta, não precisa fazer nada: sem a confirmação, ninguém poderá usar a conta.',
    action: 'Confirmar endereço',
  },
  USER_PASSWORD: {
    subject: 'Sua senha foi alterada',
    text1: 'Nova senha',
    text2:
      'Olá, {{name}},<br>A senha da sua conta acabou de ser alterada. Se não foi você, peça uma nova senha imediatamente e nos avise.',
    text3: '',
    action: '',
  },
  USER_EMAIL: {
    subject: 'Seu endereço de e-mail foi alterado',
    text1: 'Novo endereço de e-mail',
    text2:
      'Olá, {{name}},<br>Sua conta passou a usar o endereço {{newemail}}. A partir de agora, escreveremos para lá. Se não foi você quem fez a alteração, avise-nos imediatamente.',
    text3: '',
    action: '',
  },
  PASSWORD_FORGOT: {
    subject: 'Crie uma nova senha',
    text1: 'Nova senha',
    text2:
      'Olá, {{name}},<br>Recebemos um pedido de nova senha para a sua conta. Se foi você, crie a nova senha agora.',
    text3:
      'Se o botão não funcionar, abra este endereço no navegador: {{url}}/recover-password?email={{to}}&token={{token}}<br>Se não foi você, não precisa fazer nada: sua senha continua a mesma.',
    action: 'Criar senha',
  },
  USER_INVITE: {
    subject: 'Convite para a nossa central de atendimento',
    text1: 'Boas-vindas',
    text2:
      'Olá, {{name}},<br>Você agora tem uma conta na nossa central de atendimento. Crie uma senha e já poderá entrar.',
    text3:
      'Se o botão não funcionar, abra este endereço no navegador: {{url}}/recover-password?email={{to}}&token={{token}}&invited=true',
    action: 'Criar senha',
  },
  TICKET_CREATED: {
    subject: '[#{{ticketNumber}}] Recebemos seu chamado',
    text1: 'Seu chamado já está conosco',
    text2:
      'Olá, {{name}},<br>Agradecemos seu contato sobre “{{title}}”. Vamos analisar o chamado e responder por e-mail.',
    text3: '',
    action: 'Ver chamado',
  },
  TICKET_RESPONDED: {
    subject: '[#{{ticketNumber}}] Nova resposta: {{title}}',
    text1: 'Há uma nova resposta',
    text2: 'Olá, {{name}},<br>Há uma nova mensagem no chamado “{{title}}”:',
    text3: '',
    action: 'Ver chamado',
  },
  TICKET_CLOSED: {
    subject: '[#{{ticketNumber}}] Chamado encerrado: {{title}}',
    text1: 'Seu chamado foi encerrado',
    text2:
      'Olá, {{name}},<br>Seu chamado “{{title}}” foi encerrado. Se ainda houver algo pendente, responda no próprio chamado a qualquer momento.',
    text3: '',
    action: 'Ver chamado',
  },
  TICKET_CREATED_STAFF: {
    subject: '[#{{ticketNumber}}] Novo chamado: {{title}}',
    text1: 'Um novo chamado',
    text2: '{{name}} abriu o chamado “{{title}}” em um departamento que você atende.',
    text3: '',
    action: '',
  },
  WEBHOOK_DISABLED: {
    subject: 'Webhook desativado: {{webhook}}',
    text1: 'Um webhook foi desativado',
    text2:
      'Olá, {{name}},<br>Os eventos não são mais enviados ao webhook “{{webhook}}”, porque o destinatário está falhando há dias ou não existe mais. Último erro: {{cause}}',
    text3:
      'Ative-o novamente quando o destinatário estiver funcionando. O que acontecer nesse meio-tempo não será enviado depois.',
    action: '',
  },
}
