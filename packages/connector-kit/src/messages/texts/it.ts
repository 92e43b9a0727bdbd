import type { MessageTexts } from './message-texts.ts';

export const it: MessageTexts = {
  subjects: {
    SignIn: 'Conferma il tuo accesso',
    Register: 'Conferma la tua registrazione',
    ForgotPassword: 'Reimposta la tua password',
    OrganizationInvitation: 'Invito a un’organizzazione',
    Generic: 'Conferma la tua richiesta',
    UserPermissionValidation: 'Conferma la tua identità',
    BindNewIdentifier: 'Conferma i tuoi nuovi contatti',
    MfaVerification: 'Verifica in due passaggi',
    BindMfa: 'Attiva la verifica in due passaggi',
  },
  purposes: {
    SignIn: 'Hai chiesto di accedere al tuo account.',
    Register: 'Hai chiesto di creare un account.',
    ForgotPassword: 'Hai chiesto di reimpostare la tua password.',
    OrganizationInvitation: 'Hai ricevuto un invito a unirti a un’organizzazione.',
    Generic: 'Hai fatto una richiesta che va confermata.',
    UserPermissionValidation: 'Prima di questa modifica, conferma che sei tu.',
    BindNewIdentifier: 'Hai chiesto di aggiungere nuovi contatti al tuo account.',
    MfaVerification: 'Il tuo account richiede un secondo passaggio per l’accesso.',
    BindMfa: 'Hai chiesto di attivare la verifica in due passaggi per il tuo account.',
  },
  code: 'Il tuo codice:',
  secrecy: 'Non condividere questo codice.',
  button: 'Continua',
  fallback: 'Se il pulsante non funziona, apri questo indirizzo:',
  ignore: 'Se non aspettavi questo messaggio, puoi ignorarlo.',
  punctuation: { colon: ': ', stop: '. ' },
};
