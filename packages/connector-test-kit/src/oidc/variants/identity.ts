import { type JsonObject, without } from '../json.ts';
import type { Variant } from '../scripted/variant.ts';

/** What both sources say of the person. */
const person = (description: string, change: (claims: JsonObject) => JsonObject): Variant => ({
  description,
  person: change,
});

/** What each source says of the person. */
const sources = (
  description: string,
  inIdToken: (claims: JsonObject) => JsonObject,
  atUserInfo: (claims: JsonObject) => JsonObject,
): Variant => ({
  description,
  person: (claims, source) => (source === 'id_token' ? inIdToken(claims) : atUserInfo(claims)),
});

const verified = (description: string, value: unknown): Variant =>
  person(description, (claims) => ({ ...claims, email_verified: value }));

const unchanged = (claims: JsonObject): JsonObject => claims;
const subjectOnly = ({ sub }: JsonObject): JsonObject => ({ sub });
const noAddress = (claims: JsonObject): JsonObject => without(claims, 'email');
const noMark = (claims: JsonObject): JsonObject => without(claims, 'email_verified');

/** Who the person is said to be. */
export const identityVariants = {
  'identity/email-verified-false': verified('email_verified is false.', false),
  'identity/email-verified-false-text': verified('email_verified is the text "false".', 'false'),
  'identity/email-verified-true-text': verified('email_verified is the text "true".', 'true'),
  'identity/email-verified-one': verified('email_verified is the number 1.', 1),
  'identity/email-verified-one-text': verified('email_verified is the text "1".', '1'),
  'identity/email-verified-yes': verified('email_verified is the text "yes".', 'yes'),
  'identity/email-verified-null': verified('email_verified is null.', null),
  'identity/email-verified-object': verified('email_verified is an object.', { verified: true }),
  'identity/email-verified-array': verified('email_verified is a list that holds true.', [true]),
  'identity/email-verified-missing': person('No email_verified.', noMark),
  'identity/email-missing': person('No email address, though marked as verified.', noAddress),
  'identity/email-empty': person('An empty email address, marked as verified.', (claims) => ({ ...claims, email: '' })),
  'identity/email-object': person('The email address is an object.', (claims) => ({
    ...claims,
    email: { address: claims.email },
  })),
  'identity/email-array': person('The email address is a list.', (claims) => ({ ...claims, email: [claims.email] })),
  'identity/phone-unverified': person('phone_number_verified is false.', (claims) => ({
    ...claims,
    phone_number_verified: false,
  })),
  'identity/phone-verified-missing': person('No phone_number_verified.', (claims) =>
    without(claims, 'phone_number_verified'),
  ),
  'identity/claims-in-id-token-only': sources('Userinfo says nothing but sub.', unchanged, subjectOnly),
  'identity/claims-in-userinfo-only': sources('The ID token says nothing but sub.', subjectOnly, unchanged),
  'identity/email-in-id-token-mark-in-userinfo': sources(
    'The address in the ID token only, its mark at userinfo only (CVE-2026-14781).',
    noMark,
    noAddress,
  ),
  'identity/email-in-userinfo-mark-in-id-token': sources(
    'The address at userinfo only, its mark in the ID token only (CVE-2026-14781).',
    noAddress,
    noMark,
  ),
  'identity/emails-differ': sources(
    'A verified address in the ID token, another one without a mark at userinfo.',
    unchanged,
    (claims) => ({ ...noMark(claims), email: 'victim@example.test' }),
  ),
  'identity/emails-differ-userinfo-verified': sources(
    'An address without a mark in the ID token, another, verified one at userinfo.',
    (claims) => ({ ...noMark(claims), email: 'victim@example.test' }),
    unchanged,
  ),
  'identity/marks-differ': sources(
    'The same address: verified in the ID token, not at userinfo.',
    unchanged,
    (claims) => ({
      ...claims,
      email_verified: false,
    }),
  ),
  'identity/numeric-id': person('A claim `id`, a number beyond 2^53: 9007199254740993.', (claims) => ({
    ...claims,
    id: 9_007_199_254_740_993n,
  })),
  'identity/numeric-sub-at-userinfo': sources(
    'At userinfo the subject is a number beyond 2^53.',
    unchanged,
    (claims) => ({
      ...claims,
      sub: 9_007_199_254_740_993n,
    }),
  ),
  'identity/name-markup': person('A name that is HTML, with a terminal escape code.', (claims) => ({
    ...claims,
    name: '<script>alert(1)</script>\u001B[31m',
  })),
  'identity/name-object': person('The name is an object.', (claims) => ({ ...claims, name: { first: 'Ada' } })),
  'identity/picture-script': person('The picture is a javascript: URL.', (claims) => ({
    ...claims,
    picture: 'javascript:alert(1)',
  })),
} as const satisfies Record<string, Variant>;
