import type { MailLanguage } from '../texts.js'

export const tr: MailLanguage = {
  USER_SIGNUP: {
    subject: 'Lütfen e-posta adresinizi onaylayın',
    text1: 'Son bir adım kaldı',
    text2:
      'Merhaba {{name}},<br>Bu e-posta adresiyle bir hesap oluşturuldu. Lütfen adresin size ait olduğunu onaylayın; ardından giriş yapabilirsiniz.',
    text3:
      'Düğme çalışmazsa şu adresi tarayıcınızda açın: {{url}}/verify-token/{{to}}/{{verificationToken}}<br>Siz kaydolmadıysanız bir şey yapmanıza gerek yok: Bu adım olmadan hesabı kimse kullanamaz.',
    action: 'Adresi onayla',
  },
  USER_PASSWORD: {
    subject: 'Şifreniz değiştirildi',
    text1: 'Yeni şifre',
    text2:
      'Merhaba {{name}},<br>Hesabınızın şifresi az önce değiştirildi. Bu değişikliği siz yapmadıysanız hemen yeni bir şifre isteyin ve bize haber verin.',
    text3: '',
    action: '',
  },
  USER_EMAIL: {
    subject: 'E-posta adresiniz değiştirildi',
    text1: 'Yeni e-posta adresi',
    text2:
      'Merhaba {{name}},<br>Hesabınızda artık {{newemail}} adresi kayıtlı; bundan sonra e-postalarımızı bu adrese göndereceğiz. Bu değişikliği siz yapmadıysanız lütfen hemen bize haber verin.',
    text3: '',
    action: '',
  },
  PASSWORD_FORGOT: {
    subject: 'Yeni bir şifre belirleyin',
    text1: 'Yeni şifre',
    text2:
      'Merhaba {{name}},<br>Hesabınız için yeni bir şifre istendi. Bunu siz istediyseniz yeni şifrenizi şimdi belirleyin.',
    text3:
      'Düğme çalışmazsa şu adresi tarayıcınızda açın: {{url}}/recover-password?email={{to}}&token={{token}}<br>Bunu siz istemediyseniz bir şey yapmanıza gerek yok: Şifreniz aynı kalır.',
    action: 'Şifre belirle',
  },
  USER_INVITE: {
    subject: 'Destek sistemimize davetlisiniz',
    text1: 'Hoş geldiniz',
    text2:
      'Merhaba {{name}},<br>Destek sistemimizde sizin için bir hesap oluşturuldu. Bir şifre belirledikten sonra giriş yapabilirsiniz.',
    text3:
      'Düğme çalışmazsa şu adresi tarayıcınızda açın: {{url}}/recover-password?email={{to}}&token={{token}}&invited=true',
    action: 'Şifre belirle',
  },
  TICKET_CREATED: {
    subject: '[#{{ticketNumber}}] Talebinizi aldık',
    text1: 'Talebiniz bize ulaştı',
    text2:
      'Merhaba {{name}},<br>“{{title}}” konusunda bize yazdığınız için teşekkür ederiz. Talebinizi inceleyip size e-posta ile yanıt vereceğiz.',
    text3: '',
    action: 'Talebi görüntüle',
  },
  TICKET_RESPONDED: {
    subject: '[#{{ticketNumber}}] Yeni yanıt: {{title}}',
    text1: 'Yeni bir yanıt var',
    text2: 'Merhaba {{name}},<br>“{{title}}” başlıklı talebe yeni bir yanıt yazıldı:',
    text3: '',
    action: 'Talebi görüntüle',
  },
  TICKET_CLOSED: {
    subject: '[#{{ticketNumber}}] Talep kapatıldı: {{title}}',
    text1: 'Talebiniz kapatıldı',
    text2:
      'Merhaba {{name}},<br>“{{title}}” başlıklı talebiniz kapatıldı. Çözülmemiş bir konu kaldıysa bu talebe istediğiniz zaman yanıt yazabilirsiniz.',
    text3: '',
    action: 'Talebi görüntüle',
  },
  TICKET_CREATED_STAFF: {
    subject: '[#{{ticketNumber}}] Yeni talep: {{title}}',
    text1: 'Yeni talep',
    text2: '{{name}}, görevli olduğunuz departmanda “{{title}}” başlıklı bir talep açtı.',
    text3: '',
    action: '',
  },
  WEBHOOK_DISABLED: {
    subject: 'Webhook devre dışı: {{webhook}}',
    text1: 'Bir webhook devre dışı bırakıldı',
    text2:
      'Merhaba {{name}},<br>“{{webhook}}” webhook’una artık olay gönderilmiyor; çünkü alıcısı günlerdir hata veriyor ya da artık yok. Son hata: {{cause}}',
    text3:
      'Alıcı yeniden çalıştığında webhook’u tekrar etkinleştirin. Bu arada olanlar sonradan gönderilmez.',
    action: '',
  },
}
