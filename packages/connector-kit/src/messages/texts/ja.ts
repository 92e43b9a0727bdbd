import type { MessageTexts } from './message-texts.ts';

export const ja: MessageTexts = {
  subjects: {
    SignIn: 'ログインの確認',
    Register: '登録の確認',
    ForgotPassword: 'パスワードの再設定',
    OrganizationInvitation: '組織への招待',
    Generic: 'リクエストの確認',
    UserPermissionValidation: 'ご本人の確認',
    BindNewIdentifier: '新しい連絡先の確認',
    MfaVerification: '2段階認証',
    BindMfa: '2段階認証の設定',
  },
  purposes: {
    SignIn: 'アカウントへのログインがリクエストされました。',
    Register: 'アカウントの作成がリクエストされました。',
    ForgotPassword: 'パスワードの再設定がリクエストされました。',
    OrganizationInvitation: '組織に招待されています。',
    Generic: '確認が必要なリクエストを受け付けました。',
    UserPermissionValidation: '変更を行う前に、ご本人であることを確認してください。',
    BindNewIdentifier: 'アカウントへの新しい連絡先の追加がリクエストされました。',
    MfaVerification: 'このアカウントへのログインには2段階目の確認が必要です。',
    BindMfa: 'アカウントの2段階認証の設定がリクエストされました。',
  },
  code: '認証コード：',
  secrecy: 'このコードを他人に教えないでください。',
  button: '続ける',
  fallback: 'ボタンが機能しない場合は、次のアドレスを開いてください：',
  ignore: 'このメッセージに心当たりがない場合は、無視してください。',
  punctuation: { colon: '：', stop: '。' },
};
