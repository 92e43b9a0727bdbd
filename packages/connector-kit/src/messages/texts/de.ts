import type { MessageTexts } from './message-texts.ts';

export const de: MessageTexts = {
  subjects: {
    SignIn: 'Anmeldung bestätigen',
    Register: 'Registrierung bestätigen',
    ForgotPassword: 'Passwort zurücksetzen',
    OrganizationInvitation: 'Einladung in eine Organisation',
    Generic: 'Anfrage bestätigen',
    UserPermissionValidation: 'Bestätigen Sie, dass Sie es sind',
    BindNewIdentifier: 'Neue Kontaktdaten bestätigen',
    MfaVerification: 'Bestätigung in zwei Schritten',
    BindMfa: 'Bestätigung in zwei Schritten einrichten',
  },
  purposes: {
    SignIn: 'Sie möchten sich bei Ihrem Konto anmelden.',
    Register: 'Sie möchten ein Konto anlegen.',
    ForgotPassword: 'Sie möchten Ihr Passwort zurücksetzen.',
    OrganizationInvitation: 'Sie wurden eingeladen, einer Organisation beizutreten.',
    Generic: 'Ihre Anfrage muss noch bestätigt werden.',
    UserPermissionValidation: 'Bitte bestätigen Sie vor dieser Änderung, dass Sie es sind.',
    BindNewIdentifier: 'Sie möchten Ihrem Konto neue Kontaktdaten hinzufügen.',
    MfaVerification: 'Ihr Konto verlangt bei der Anmeldung einen zweiten Schritt.',
    BindMfa: 'Sie möchten für Ihr Konto die Bestätigung in zwei Schritten einrichten.',
  },
  code: 'Ihr Code:',
  secrecy: 'Geben Sie diesen Code nicht weiter.',
  button: 'Weiter',
  fallback: 'Falls die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse:',
  ignore: 'Falls Sie diese Nachricht nicht erwartet haben, können Sie sie ignorieren.',
  punctuation: { colon: ': ', stop: '. ' },
};
