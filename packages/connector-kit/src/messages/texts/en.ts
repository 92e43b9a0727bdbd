import type { MessageTexts } from './message-texts.ts';

export const en: MessageTexts = {
  subjects: {
    SignIn: 'Confirm your sign-in',
    Register: 'Confirm your registration',
    ForgotPassword: 'Reset your password',
    OrganizationInvitation: 'You are invited to an organization',
    Generic: 'Confirm your request',
    UserPermissionValidation: 'Confirm that it is you',
    BindNewIdentifier: 'Confirm your new contact details',
    MfaVerification: 'Two-step verification',
    BindMfa: 'Set up two-step verification',
  },
  purposes: {
    SignIn: 'You asked to sign in to your account.',
    Register: 'You asked to create an account.',
    ForgotPassword: 'You asked to reset your password.',
    OrganizationInvitation: 'You have been invited to join an organization.',
    Generic: 'You asked for something that needs your confirmation.',
    UserPermissionValidation: 'Before this change is made, please confirm that it is you.',
    BindNewIdentifier: 'You asked to add new contact details to your account.',
    MfaVerification: 'Your account asks for a second step when you sign in.',
    BindMfa: 'You asked to set up two-step verification for your account.',
  },
  code: 'Your code:',
  secrecy: 'Do not share this code.',
  button: 'Continue',
  fallback: 'If the button does not work, open this address:',
  ignore: 'If you were not expecting this message, you can ignore it.',
  punctuation: { colon: ': ', stop: '. ' },
};
