import type { MailLanguage } from '../texts.js'

export const jp: MailLanguage = {
  USER_SIGNUP: {
    subject: 'メールアドレスの確認をお願いします',
    text1: 'あと一歩で完了です',
    text2:
      '{{name}} 様<br>このメールアドレスでアカウントが作成されました。ご自身のアドレスであることを下のボタンからご確認いただくと、ログインできるようになります。',
    text3:
      'ボタンから開けない場合は、次のアドレスをブラウザーで開いてください。<br>{{url}}/verify-token/{{to}}/{{verificationToken}}<br>お心当たりのない場合は、何もしていただく必要はありません。確認が済むまで、このアカウントは誰も利用できません。',
    action: 'メールアドレスを確認する',
  },
  USER_PASSWORD: {
    subject: 'パスワードが変更されました',
    text1: 'パスワード変更のお知らせ',
    text2:
      '{{name}} 様<br>ご利用のアカウントのパスワードが、先ほど変更されました。お心当たりのない場合は、すぐにパスワードの再設定を行い、サポート窓口までご連絡ください。',
    text3: '',
    action: '',
  },
  USER_EMAIL: {
    subject: 'メールアドレスが変更されました',
    text1: 'メールアドレス変更のお知らせ',
    text2:
      '{{name}} 様<br>ご利用のアカウントのメールアドレスが {{newemail}} に変更されました。今後のご連絡は新しいアドレスにお送りします。お心当たりのない場合は、すぐにサポート窓口までご連絡ください。',
    text3: '',
    action: '',
  },
  PASSWORD_FORGOT: {
    subject: 'パスワード再設定のご案内',
    text1: 'パスワードの再設定',
    text2:
      '{{name}} 様<br>ご利用のアカウントについて、パスワード再設定のご依頼がありました。ご本人によるご依頼の場合は、下のボタンから新しいパスワードを設定してください。',
    text3:
      'ボタンから開けない場合は、次のアドレスをブラウザーで開いてください。<br>{{url}}/recover-password?email={{to}}&token={{token}}<br>お心当たりのない場合は、何もしていただく必要はありません。パスワードは現在のまま変わりません。',
    action: 'パスワードを設定する',
  },
  USER_INVITE: {
    subject: 'ヘルプデスクへのご招待',
    text1: 'ようこそ',
    text2:
      '{{name}} 様<br>当ヘルプデスクのアカウントをご用意しました。パスワードを設定していただくと、ログインできるようになります。',
    text3:
      'ボタンから開けない場合は、次のアドレスをブラウザーで開いてください。<br>{{url}}/recover-password?email={{to}}&token={{token}}&invited=true',
    action: 'パスワードを設定する',
  },
  TICKET_CREATED: {
    subject: '[#{{ticketNumber}}] お問い合わせを受け付けました',
    text1: 'お問い合わせを承りました',
    text2:
      '{{name}} 様<br>「{{title}}」の件でお問い合わせいただき、ありがとうございます。内容を確認のうえ、メールでご回答いたします。',
    text3: '',
    action: 'お問い合わせを見る',
  },
  TICKET_RESPONDED: {
    subject: '[#{{ticketNumber}}] 新しい返信：{{title}}',
    text1: '新しい返信があります',
    text2: '{{name}} 様<br>お問い合わせ「{{title}}」に新しい返信がありました。',
    text3: '',
    action: 'お問い合わせを見る',
  },
  TICKET_CLOSED: {
    subject: '[#{{ticketNumber}}] お問い合わせ終了：{{title}}',
    text1: 'お問い合わせが終了しました',
    text2:
      '{{name}} 様<br>お問い合わせ「{{title}}」は終了となりました。まだ解決していない点がございましたら、いつでもこのお問い合わせのページからご返信ください。',
    text3: '',
    action: 'お問い合わせを見る',
  },
  TICKET_CREATED_STAFF: {
    subject: '[#{{ticketNumber}}] 新しいお問い合わせ：{{title}}',
    text1: '新しいお問い合わせ',
    text2: 'ご担当の部署に、{{name}} 様から新しいお問い合わせ「{{title}}」が届きました。',
    text3: '',
    action: '',
  },
  WEBHOOK_DISABLED: {
    subject: 'Webhook が無効になりました：{{webhook}}',
    text1: 'Webhook 無効化のお知らせ',
    text2:
      '{{name}} 様<br>Webhook「{{webhook}}」へのイベントの送信を停止しました。送信先で数日間エラーが続いているか、送信先がなくなったためです。最後のエラー：{{cause}}',
    text3:
      '送信先が正常に動作するようになったら、もう一度有効にしてください。その間に発生したイベントは、後から送信されません。',
    action: '',
  },
}
