import type { MessageTexts } from './message-texts.ts';

export const trTr: MessageTexts = {
  subjects: {
    SignIn: 'Oturum açmayı onaylayın',
    Register: 'Kaydınızı onaylayın',
    ForgotPassword: 'Parolanızı sıfırlayın',
    OrganizationInvitation: 'Bir kuruluşa davet edildiniz',
    Generic: 'İsteğinizi onaylayın',
    UserPermissionValidation: 'Siz olduğunuzu onaylayın',
    BindNewIdentifier: 'İletişim bilgilerini onaylayın',
    MfaVerification: 'İki adımlı doğrulama',
    BindMfa: 'İki adımlı doğrulamayı kurun',
  },
  purposes: {
    SignIn: 'Hesabınızda oturum açmak istediniz.',
    Register: 'Bir hesap oluşturmak istediniz.',
    ForgotPassword: 'Parolanızı sıfırlamak istediniz.',
    OrganizationInvitation: 'Bir kuruluşa katılmaya davet edildiniz.',
    Generic: 'Onayınızı gerektiren bir istekte bulundunuz.',
    UserPermissionValidation: 'Bu değişiklik yapılmadan önce siz olduğunuzu onaylayın.',
    BindNewIdentifier: 'Hesabınıza yeni iletişim bilgileri eklemek istediniz.',
    MfaVerification: 'Hesabınız oturum açarken ikinci bir adım istiyor.',
    BindMfa: 'Hesabınız için iki adımlı doğrulamayı kurmak istediniz.',
  },
  code: 'Kodunuz:',
  secrecy: 'Kodu kimseyle paylaşmayın.',
  button: 'Devam et',
  fallback: 'Düğme çalışmazsa şu adresi açın:',
  ignore: 'Bu mesajı beklemiyorsanız dikkate almayabilirsiniz.',
  punctuation: { colon: ': ', stop: '. ' },
};
