import { without } from '../oidc/json.ts';
import { json } from '../oidc/scripted/answer.ts';
import type { Variant } from '../oidc/scripted/variant.ts';
import { claims } from '../oidc/variants/id-token-changes.ts';
import { legacyGoogleIssuer } from './addresses.ts';

const tokenError = (description: string, status: number, error: string, text: string): Variant => ({
  description,
  answers: { token: () => json({ error, error_description: text }, status) },
});

const hostedDomain = (description: string, hd: unknown): Variant =>
  claims(description, (fields) => ({ ...fields, hd }));

/** What Google alone does, or what is done to its claims alone; every variant of the scripted provider works here, too. */
export const googleVariants = {
  'google/issuer-without-scheme': claims('The ID token calls its issuer `accounts.google.com`. Allowed.', (fields) => ({
    ...fields,
    iss: legacyGoogleIssuer,
  })),
  'google/issuer-http': claims('The ID token calls its issuer `http://accounts.google.com`.', (fields) => ({
    ...fields,
    iss: `http://${legacyGoogleIssuer}`,
  })),
  'google/azp-missing': claims('No `azp`. Allowed with one audience.', (fields) => without(fields, 'azp')),
  'google/hd-missing': hostedDomain('A private account: no `hd`.', undefined),
  'google/hd-other': hostedDomain('An account of another organisation.', 'other.example.test'),
  'google/hd-suffix': hostedDomain('An organisation whose domain ends like the expected one.', 'evil-example.test'),
  'google/hd-prefix': hostedDomain(
    'An organisation whose domain begins like the expected one.',
    'example.test.evil.test',
  ),
  'google/hd-list': hostedDomain('`hd` is a list that holds the expected domain.', ['example.test']),
  'google/hd-empty': hostedDomain('`hd` is empty.', ''),
  'google/hd-at-userinfo-only': {
    description: '`hd` at userinfo only, and a name there only, so that it is asked.',
    person: ({ hd: _hd, name: _name, ...rest }, source) =>
      source === 'id_token' ? rest : { ...rest, name: 'Ada Lovelace', hd: 'example.test' },
  },
  'google/claims-at-userinfo-only': {
    description: 'The ID token says nothing but `sub`, as after a refresh.',
    person: (fields, source) => (source === 'id_token' ? { sub: fields.sub } : fields),
  },
  'google/client-not-found': tokenError(
    'The token endpoint does not know the client.',
    401,
    'invalid_client',
    'The OAuth client was not found.',
  ),
  'google/client-secret-wrong': tokenError(
    'The token endpoint refuses the secret.',
    401,
    'invalid_client',
    'The provided client secret is invalid.',
  ),
  'google/client-unauthorized': tokenError(
    'The token endpoint refuses the client without a reason.',
    401,
    'invalid_client',
    'Unauthorized',
  ),
  'google/client-deleted': tokenError(
    'The client was deleted.',
    401,
    'deleted_client',
    'The OAuth client was deleted.',
  ),
  'google/client-disabled': tokenError(
    'The client is disabled.',
    401,
    'disabled_client',
    'The OAuth client was disabled.',
  ),
} as const satisfies Record<string, Variant>;

export type GoogleVariantName = keyof typeof googleVariants;
