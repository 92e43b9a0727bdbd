import type { MessageTexts } from './message-texts.ts';

export const ptBr: MessageTexts = {
  subjects: {
    SignIn: 'Confirme seu acesso',
    Register: 'Confirme seu cadastro',
    ForgotPassword: 'Redefina sua senha',
    OrganizationInvitation: 'Convite para uma organização',
    Generic: 'Confirme sua solicitação',
    UserPermissionValidation: 'Confirme que é você',
    BindNewIdentifier: 'Confirme seus novos contatos',
    MfaVerification: 'Verificação em duas etapas',
    BindMfa: 'Ative a verificação em duas etapas',
  },
  purposes: {
    SignIn: 'Você pediu para entrar na sua conta.',
    Register: 'Você pediu para criar uma conta.',
    ForgotPassword: 'Você pediu para redefinir sua senha.',
    OrganizationInvitation: 'Você recebeu um convite para participar de uma organização.',
    Generic: 'Você fez uma solicitação que precisa de confirmação.',
    UserPermissionValidation: 'Antes desta alteração, confirme que é você.',
    BindNewIdentifier: 'Você pediu para adicionar novos contatos à sua conta.',
    MfaVerification: 'Sua conta exige uma segunda etapa para entrar.',
    BindMfa: 'Você pediu para ativar a verificação em duas etapas na sua conta.',
  },
  code: 'Seu código:',
  secrecy: 'Não compartilhe o código.',
  button: 'Continuar',
  fallback: 'Se o botão não funcionar, abra este endereço:',
  ignore: 'Se você não esperava esta mensagem, pode ignorá-la.',
  punctuation: { colon: ': ', stop: '. ' },
};
