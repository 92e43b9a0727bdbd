import type { MessageTexts } from './message-texts.ts';

export const es: MessageTexts = {
  subjects: {
    SignIn: 'Confirme su inicio de sesión',
    Register: 'Confirme su registro',
    ForgotPassword: 'Restablezca su contraseña',
    OrganizationInvitation: 'Invitación a una organización',
    Generic: 'Confirme su solicitud',
    UserPermissionValidation: 'Confirme que es usted',
    BindNewIdentifier: 'Confirme sus nuevos datos de contacto',
    MfaVerification: 'Verificación en dos pasos',
    BindMfa: 'Active la verificación en dos pasos',
  },
  purposes: {
    SignIn: 'Ha pedido iniciar sesión en su cuenta.',
    Register: 'Ha pedido crear una cuenta.',
    ForgotPassword: 'Ha pedido restablecer su contraseña.',
    OrganizationInvitation: 'Le han invitado a unirse a una organización.',
    Generic: 'Ha hecho una solicitud que necesita su confirmación.',
    UserPermissionValidation: 'Antes de este cambio, confirme que es usted.',
    BindNewIdentifier: 'Ha pedido añadir nuevos datos de contacto a su cuenta.',
    MfaVerification: 'Su cuenta exige un segundo paso al iniciar sesión.',
    BindMfa: 'Ha pedido activar la verificación en dos pasos en su cuenta.',
  },
  code: 'Su código:',
  secrecy: 'No comparta el código.',
  button: 'Continuar',
  fallback: 'Si el botón no funciona, abra esta dirección:',
  ignore: 'Si no esperaba este mensaje, puede ignorarlo.',
  punctuation: { colon: ': ', stop: '. ' },
};
