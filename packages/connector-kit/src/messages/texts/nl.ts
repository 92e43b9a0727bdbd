import type { MessageTexts } from './message-texts.ts';

export const nl: MessageTexts = {
  subjects: {
    SignIn: 'Bevestig uw aanmelding',
    Register: 'Bevestig uw registratie',
    ForgotPassword: 'Stel uw wachtwoord opnieuw in',
    OrganizationInvitation: 'Uitnodiging voor een organisatie',
    Generic: 'Bevestig uw verzoek',
    UserPermissionValidation: 'Bevestig dat u het bent',
    BindNewIdentifier: 'Bevestig uw nieuwe contactgegevens',
    MfaVerification: 'Verificatie in twee stappen',
    BindMfa: 'Verificatie in twee stappen instellen',
  },
  purposes: {
    SignIn: 'U wilt zich aanmelden bij uw account.',
    Register: 'U wilt een account aanmaken.',
    ForgotPassword: 'U wilt uw wachtwoord opnieuw instellen.',
    OrganizationInvitation: 'U bent uitgenodigd om lid te worden van een organisatie.',
    Generic: 'Uw verzoek moet nog worden bevestigd.',
    UserPermissionValidation: 'Bevestig vóór deze wijziging dat u het bent.',
    BindNewIdentifier: 'U wilt nieuwe contactgegevens aan uw account toevoegen.',
    MfaVerification: 'Uw account vraagt bij het aanmelden om een tweede stap.',
    BindMfa: 'U wilt verificatie in twee stappen instellen voor uw account.',
  },
  code: 'Uw code:',
  secrecy: 'Deel deze code met niemand.',
  button: 'Doorgaan',
  fallback: 'Werkt de knop niet, open dan dit adres:',
  ignore: 'Als u dit bericht niet had verwacht, kunt u het negeren.',
  punctuation: { colon: ': ', stop: '. ' },
};
