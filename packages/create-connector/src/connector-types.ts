import { CreateConnectorError } from './refusal.ts';

/** An address that only the provider's documentation tells. */
export interface Endpoint {
  /** The flag, without its dashes. */
  readonly flag: EndpointFlag;
  readonly label: string;
  /** What stands for it in the template. */
  readonly placeholder: string;
  /** `to the letter`: it may end in a slash. `base`: paths are put behind it. */
  readonly kind: 'to the letter' | 'base' | 'with query';
}

export type EndpointFlag = 'issuer' | 'authorization-endpoint' | 'token-endpoint' | 'user-info-endpoint' | 'base-url';

interface TypeDescription {
  readonly label: string;
  readonly hint: string;
  readonly endpoints: readonly Endpoint[];
  /** What the connector's tests need besides the kits, when it stands alone. */
  readonly testDependencies: readonly string[];
}

const baseUrl: Endpoint = {
  flag: 'base-url',
  label: 'Base URL of the API',
  placeholder: 'https://api.specimen.example/v1',
  kind: 'base',
};

/** The types of connectors that can be generated; each has a folder of `templates` with its name. */
export const connectorTypes = {
  openid: {
    label: 'Social, on OpenID Connect',
    hint: 'the provider has a discovery document',
    endpoints: [{ flag: 'issuer', label: 'Issuer', placeholder: 'https://id.specimen.example', kind: 'to the letter' }],
    testDependencies: ['oidc-provider'],
  },
  oauth: {
    label: 'Social, on OAuth 2.0',
    hint: 'the provider has an access token and a profile, but no ID token',
    endpoints: [
      {
        flag: 'authorization-endpoint',
        label: 'Authorization endpoint',
        placeholder: 'https://id.specimen.example/authorize',
        kind: 'with query',
      },
      {
        flag: 'token-endpoint',
        label: 'Token endpoint',
        placeholder: 'https://id.specimen.example/token',
        kind: 'with query',
      },
      {
        flag: 'user-info-endpoint',
        label: 'User info endpoint',
        placeholder: 'https://api.specimen.example/me',
        kind: 'with query',
      },
    ],
    testDependencies: [],
  },
  email: { label: 'E-mail, over an HTTP API', hint: '', endpoints: [baseUrl], testDependencies: [] },
  sms: { label: 'SMS, over an HTTP API', hint: '', endpoints: [baseUrl], testDependencies: [] },
  governance: {
    label: 'Governance, over an HTTP API',
    hint: 'reads who has access to what',
    endpoints: [baseUrl],
    testDependencies: [],
  },
} as const satisfies Record<string, TypeDescription>;

export type ConnectorTypeName = keyof typeof connectorTypes;

export const connectorTypeNames = [
  'openid',
  'oauth',
  'email',
  'sms',
  'governance',
] as const satisfies readonly ConnectorTypeName[];

/** What is known of a type. */
export const describeType = (type: ConnectorTypeName): TypeDescription => connectorTypes[type];

/** @throws {@link CreateConnectorError} for what is no type */
export function parseType(text: string): ConnectorTypeName {
  const type = connectorTypeNames.find((name) => name === text);
  if (type !== undefined) return type;
  throw new CreateConnectorError(`--type must be one of ${connectorTypeNames.join(', ')}`);
}
