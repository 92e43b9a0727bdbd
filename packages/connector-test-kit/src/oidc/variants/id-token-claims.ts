import { without } from '../json.ts';
import type { Variant } from '../scripted/variant.ts';
import { claims } from './id-token-changes.ts';

const hour = 3600;

/** Who issued it, for whom. */
const partyVariants = {
  'id-token/iss-other': claims('The issuer is another provider.', (fields, { trapOrigin }) => ({
    ...fields,
    iss: trapOrigin,
  })),
  'id-token/iss-slash': claims('The issuer differs by a trailing slash.', (fields, { issuer }) => ({
    ...fields,
    iss: `${issuer}/`,
  })),
  'id-token/iss-case': claims('The issuer differs by case.', (fields, { issuer }) => ({
    ...fields,
    iss: issuer.replace('http', 'HTTP'),
  })),
  'id-token/iss-missing': claims('No issuer.', (fields) => without(fields, 'iss')),
  'id-token/aud-missing': claims('No audience.', (fields) => without(fields, 'aud')),
  'id-token/aud-other': claims('For another client.', (fields) => ({ ...fields, aud: 'another-client' })),
  'id-token/aud-empty': claims('An empty list of audiences.', (fields) => ({ ...fields, aud: [] })),
  'id-token/aud-array': claims('The client alone, in a list. Allowed.', (fields, { clientId }) => ({
    ...fields,
    aud: [clientId],
  })),
  'id-token/aud-several-no-azp': claims('Several audiences without azp.', (fields, { clientId }) => ({
    ...fields,
    aud: [clientId, 'another-client'],
  })),
  'id-token/aud-several-azp': claims('Several audiences, azp is the client. Allowed.', (fields, { clientId }) => ({
    ...fields,
    aud: [clientId, 'another-client'],
    azp: clientId,
  })),
  'id-token/azp-foreign': claims('One audience, azp is another client.', (fields) => ({
    ...fields,
    azp: 'another-client',
  })),
  'id-token/azp-foreign-several': claims('Several audiences, azp is another client.', (fields, { clientId }) => ({
    ...fields,
    aud: [clientId, 'another-client'],
    azp: 'another-client',
  })),
} as const satisfies Record<string, Variant>;

/** When. A client tolerates 30 seconds. */
const timeVariants = {
  'id-token/expired': claims('Expired an hour ago.', (fields, { now }) => ({
    ...fields,
    iat: now - 2 * hour,
    exp: now - hour,
  })),
  'id-token/expired-a-minute-ago': claims('Expired a minute ago.', (fields, { now }) => ({
    ...fields,
    iat: now - 600,
    exp: now - 60,
  })),
  'id-token/expired-within-tolerance': claims('Expired five seconds ago. Tolerated.', (fields, { now }) => ({
    ...fields,
    exp: now - 5,
  })),
  'id-token/exp-missing': claims('Never expires.', (fields) => without(fields, 'exp')),
  'id-token/exp-string': claims('The time of expiry is a string.', (fields) => ({
    ...fields,
    exp: String(fields.exp),
  })),
  'id-token/nbf-future': claims('Not valid for another hour.', (fields, { now }) => ({ ...fields, nbf: now + hour })),
  'id-token/nbf-within-tolerance': claims('Not valid for another ten seconds. Tolerated.', (fields, { now }) => ({
    ...fields,
    nbf: now + 10,
  })),
  'id-token/iat-future': claims('Issued a day from now.', (fields, { now }) => ({
    ...fields,
    iat: now + 24 * hour,
    exp: now + 25 * hour,
  })),
  'id-token/iat-a-minute-ahead': claims('Issued a minute from now.', (fields, { now }) => ({
    ...fields,
    iat: now + 60,
  })),
  'id-token/iat-within-tolerance': claims('Issued ten seconds from now. Tolerated.', (fields, { now }) => ({
    ...fields,
    iat: now + 10,
  })),
  'id-token/iat-missing': claims('Does not say when it was issued.', (fields) => without(fields, 'iat')),
} as const satisfies Record<string, Variant>;

/** What ties it to this sign-in. */
const bindingVariants = {
  'id-token/at-hash-wrong': claims('The hash of another access token.', (fields) => ({
    ...fields,
    at_hash: Buffer.alloc(16, 7).toString('base64url'),
  })),
  'id-token/at-hash-number': claims('An at_hash that is a number.', (fields) => ({ ...fields, at_hash: 7 })),
  'id-token/at-hash-missing': claims('No at_hash. Allowed in the code flow.', (fields) => without(fields, 'at_hash')),
  'id-token/nonce-missing': claims('No nonce.', (fields) => without(fields, 'nonce')),
  'id-token/nonce-wrong': claims('A nonce that nobody asked for.', (fields) => ({ ...fields, nonce: 'other-nonce' })),
  'id-token/nonce-empty': claims('An empty nonce.', (fields) => ({ ...fields, nonce: '' })),
  'id-token/nonce-replayed': claims('The nonce of the first sign-in it saw.', (fields, { signIns }) => ({
    ...fields,
    nonce: signIns[0]?.nonce,
  })),
} as const satisfies Record<string, Variant>;

/** About whom. */
const subjectVariants = {
  'id-token/sub-missing': claims('No subject.', (fields) => without(fields, 'sub')),
  'id-token/sub-empty': claims('An empty subject.', (fields) => ({ ...fields, sub: '' })),
  'id-token/sub-null': claims('The subject is null.', (fields) => ({ ...fields, sub: null })),
  'id-token/sub-number': claims('The subject is a number.', (fields) => ({ ...fields, sub: 4711 })),
  'id-token/sub-object': claims('The subject is an object.', (fields) => ({ ...fields, sub: { id: 'ada-1815' } })),
  'id-token/sub-array': claims('The subject is a list.', (fields) => ({ ...fields, sub: ['ada-1815'] })),
} as const satisfies Record<string, Variant>;

/** What is wrong with its claims. */
export const idTokenClaimVariants = {
  ...partyVariants,
  ...timeVariants,
  ...bindingVariants,
  ...subjectVariants,
} as const satisfies Record<string, Variant>;
