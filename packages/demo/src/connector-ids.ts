/** Ids of the demonstration's connectors: redirect URIs are made of them. */
export const connectorIds = {
  oidc: 'demo-oidc',
  oauth: 'demo-oauth',
  github: 'demo-github',
  google: 'demo-google',
  email: 'demo-email',
  otherEmail: 'demo-other-email',
  sms: 'demo-sms',
  logto: 'demo-logto',
} as const;
