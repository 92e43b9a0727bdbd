/** Valid configurations of the workspace's connectors, with the secrets that a test plants. */
export const configurations = {
  github: (clientSecret = 'github-secret') => ({ clientId: 'github-client', clientSecret }),
  google: (clientSecret = 'google-secret') => ({ clientId: 'google-client', clientSecret }),
  oidc: (issuer = 'https://id.example.com', clientSecret = 'oidc-secret') => ({
    issuer,
    clientId: 'oidc-client',
    clientAuthentication: { method: 'client_secret_basic', clientSecret },
  }),
  oauth: (tokenEndpoint = 'https://id.example.com/token', clientSecret = 'oauth-secret') => ({
    clientId: 'oauth-client',
    clientAuthentication: { method: 'client_secret_basic', clientSecret },
    authorizationEndpoint: 'https://id.example.com/authorize',
    tokenEndpoint,
    userInfo: { endpoint: 'https://api.example.com/me' },
    profile: { id: 'id' },
  }),
  smtp: (password = 'smtp-password', host = 'smtp.example.com') => ({
    host,
    auth: { kind: 'login', user: 'mailer@example.com', password },
    from: { address: 'no-reply@example.com' },
  }),
  twilio: (apiKeySecret = 'twilio-secret') => ({
    credentials: {
      kind: 'api-key',
      accountSid: 'AC0123456789abcdef0123456789abcdef',
      apiKeySid: 'SK0123456789abcdef0123456789abcdef',
      apiKeySecret,
    },
    sender: { kind: 'messaging-service', messagingServiceSid: 'MG0123456789abcdef0123456789abcdef' },
    allowedCountries: ['US', 'CA'],
  }),
  logto: (clientSecret = 'logto-secret') => ({
    baseUrl: 'https://tenant.example.com',
    clientId: 'logto-client',
    clientSecret,
  }),
} as const;
