import type { MailLanguage } from '../texts.js'

export const cn: MailLanguage = {
  USER_SIGNUP: {
    subject: '请确认您的邮箱地址',
    text1: '只差一步',
    text2: '{{name}}，您好！<br>此邮箱地址已用于创建账号。请确认该邮箱属于您本人，确认后即可登录。',
    text3:
      '如果按钮无法使用，请在浏览器中打开以下网址：<br>{{url}}/verify-token/{{to}}/{{verificationToken}}<br>如果您没有注册，则无需进行任何操作：未经确认，任何人都无法使用该账号。',
    action: '确认邮箱地址',
  },
  USER_PASSWORD: {
    subject: '您的密码已更改',
    text1: '密码更改通知',
    text2: '{{name}}，您好！<br>您的账号密码刚刚被更改。如果不是您本人操作，请立即申请重置密码，并告知我们。',
    text3: '',
    action: '',
  },
  USER_EMAIL: {
    subject: '您的邮箱地址已更改',
    text1: '邮箱地址更改通知',
    text2:
      '{{name}}，您好！<br>您的账号现在使用 {{newemail}} 作为邮箱地址，今后我们会将邮件发送到该地址。如果不是您本人操作，请立即告知我们。',
    text3: '',
    action: '',
  },
  PASSWORD_FORGOT: {
    subject: '重置您的密码',
    text1: '设置新密码',
    text2: '{{name}}，您好！<br>我们收到了重置您账号密码的请求。如果是您本人操作，请设置新密码。',
    text3:
      '如果按钮无法使用，请在浏览器中打开以下网址：<br>{{url}}/recover-password?email={{to}}&token={{token}}<br>如果不是您本人操作，则无需进行任何操作：您的密码不会改变。',
    action: '设置密码',
  },
  USER_INVITE: {
    subject: '邀请您使用我们的服务台',
    text1: '欢迎',
    text2: '{{name}}，您好！<br>我们已在服务台为您创建账号。设置密码后即可登录。',
    text3:
      '如果按钮无法使用，请在浏览器中打开以下网址：<br>{{url}}/recover-password?email={{to}}&token={{token}}&invited=true',
    action: '设置密码',
  },
  TICKET_CREATED: {
    subject: '[#{{ticketNumber}}] 我们已收到您的工单',
    text1: '您的工单已收到',
    text2: '{{name}}，您好！<br>感谢您就“{{title}}”与我们联系。我们会查看您的工单，并通过邮件回复您。',
    text3: '',
    action: '查看工单',
  },
  TICKET_RESPONDED: {
    subject: '[#{{ticketNumber}}] 新回复：{{title}}',
    text1: '工单有新回复',
    text2: '{{name}}，您好！<br>工单“{{title}}”有新的回复：',
    text3: '',
    action: '查看工单',
  },
  TICKET_CLOSED: {
    subject: '[#{{ticketNumber}}] 工单已关闭：{{title}}',
    text1: '您的工单已关闭',
    text2: '{{name}}，您好！<br>您的工单“{{title}}”已关闭。如果问题尚未完全解决，您可以随时在该工单中回复。',
    text3: '',
    action: '查看工单',
  },
  TICKET_CREATED_STAFF: {
    subject: '[#{{ticketNumber}}] 新工单：{{title}}',
    text1: '新工单',
    text2: '{{name}} 向您负责的部门提交了工单“{{title}}”。',
    text3: '',
    action: '',
  },
  WEBHOOK_DISABLED: {
    subject: 'Webhook 已停用：{{webhook}}',
    text1: 'Webhook 停用通知',
    text2:
      '{{name}}，您好！<br>由于接收方连续数天出错或已不存在，系统不再向 Webhook“{{webhook}}”发送事件。最近一次错误：{{cause}}',
    text3: '接收方恢复正常后，请重新启用。停用期间发生的事件不会补发。',
    action: '',
  },
}
