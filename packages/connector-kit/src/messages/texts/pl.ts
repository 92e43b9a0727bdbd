import type { MessageTexts } from './message-texts.ts';

export const pl: MessageTexts = {
  subjects: {
    SignIn: 'Potwierdź logowanie',
    Register: 'Potwierdź rejestrację',
    ForgotPassword: 'Zresetuj hasło',
    OrganizationInvitation: 'Zaproszenie do organizacji',
    Generic: 'Potwierdź prośbę',
    UserPermissionValidation: 'Potwierdź, że to Ty',
    BindNewIdentifier: 'Potwierdź nowe dane kontaktowe',
    MfaVerification: 'Weryfikacja dwuetapowa',
    BindMfa: 'Włącz weryfikację dwuetapową',
  },
  purposes: {
    SignIn: 'Otrzymaliśmy prośbę o zalogowanie na Twoje konto.',
    Register: 'Otrzymaliśmy prośbę o utworzenie konta.',
    ForgotPassword: 'Otrzymaliśmy prośbę o zresetowanie hasła.',
    OrganizationInvitation: 'Masz zaproszenie do organizacji.',
    Generic: 'Otrzymaliśmy prośbę, która wymaga potwierdzenia.',
    UserPermissionValidation: 'Przed wprowadzeniem tej zmiany potwierdź, że to Ty.',
    BindNewIdentifier: 'Otrzymaliśmy prośbę o dodanie nowych danych kontaktowych do Twojego konta.',
    MfaVerification: 'Twoje konto wymaga drugiego kroku podczas logowania.',
    BindMfa: 'Otrzymaliśmy prośbę o włączenie weryfikacji dwuetapowej na Twoim koncie.',
  },
  code: 'Twój kod:',
  secrecy: 'Nie podawaj kodu nikomu.',
  button: 'Kontynuuj',
  fallback: 'Jeśli przycisk nie działa, otwórz ten adres:',
  ignore: 'Jeśli ta wiadomość jest dla Ciebie nieoczekiwana, możesz ją zignorować.',
  punctuation: { colon: ': ', stop: '. ' },
};
