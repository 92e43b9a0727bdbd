import type { MessageTexts } from './message-texts.ts';

export const fr: MessageTexts = {
  subjects: {
    SignIn: 'Confirmez votre connexion',
    Register: 'Confirmez votre inscription',
    ForgotPassword: 'Réinitialisez votre mot de passe',
    OrganizationInvitation: 'Invitation à rejoindre une organisation',
    Generic: 'Confirmez votre demande',
    UserPermissionValidation: 'Confirmez votre identité',
    BindNewIdentifier: 'Confirmez vos nouvelles coordonnées',
    MfaVerification: 'Validation en deux étapes',
    BindMfa: 'Activez la validation en deux étapes',
  },
  purposes: {
    SignIn: 'Vous avez demandé à vous connecter à votre compte.',
    Register: 'Vous avez demandé à créer un compte.',
    ForgotPassword: 'Vous avez demandé à réinitialiser votre mot de passe.',
    OrganizationInvitation: 'Vous êtes invité à rejoindre une organisation.',
    Generic: 'Vous avez fait une demande qui doit être confirmée.',
    UserPermissionValidation: 'Avant cette modification, veuillez confirmer qu’il s’agit bien de vous.',
    BindNewIdentifier: 'Vous avez demandé à ajouter de nouvelles coordonnées à votre compte.',
    MfaVerification: 'Votre compte exige une deuxième étape à la connexion.',
    BindMfa: 'Vous avez demandé à activer la validation en deux étapes pour votre compte.',
  },
  code: 'Votre code :',
  secrecy: 'Ne partagez pas ce code.',
  button: 'Continuer',
  fallback: 'Si le bouton ne fonctionne pas, ouvrez cette adresse :',
  ignore: 'Si vous n’attendiez pas ce message, vous pouvez l’ignorer.',
  punctuation: { colon: ' : ', stop: '. ' },
};
