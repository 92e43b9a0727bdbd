import { type JsonObject, parseObject, without } from '../oidc/json.ts';
import type { Variant } from '../oidc/scripted/variant.ts';
import { answerVariants } from '../oidc/variants/answers.ts';
import { callbackVariants } from '../oidc/variants/callback.ts';
import { tokenVariants } from '../oidc/variants/token.ts';

/** Changes the profile of the shape `plain`. */
const profile = (description: string, change: (fields: JsonObject) => JsonObject): Variant => ({
  description,
  userInfo: change,
});

const field = (description: string, name: string, value: unknown): Variant =>
  profile(description, (fields) => ({ ...fields, [name]: value }));

/** What the user info endpoint says of a person. */
export const profileVariants = {
  'profile/id-missing': profile('No id.', (fields) => without(fields, 'id')),
  'profile/id-null': field('The id is null.', 'id', null),
  'profile/id-empty': field('The id is an empty text.', 'id', ''),
  'profile/id-blank': field('The id is a text of spaces.', 'id', '   '),
  'profile/id-object': field('The id is an object.', 'id', { value: 1 }),
  'profile/id-array': field('The id is a list of one.', 'id', ['1']),
  'profile/id-boolean': field('The id is true.', 'id', true),
  'profile/id-fraction': field('The id is a number with a fraction.', 'id', 1.5),
  'profile/id-exponent': {
    description: 'The id is a number beyond 2^53, written with an exponent: its digits are lost.',
    answers: {
      userinfo: (answer) => ({ ...answer, body: answer.body.replace(/"id":\d+/, '"id":8.0351110224678912e16') }),
    },
  },
  'profile/id-zero': field('The id is 0. Allowed.', 'id', 0),
  'profile/id-very-long': field('The id has 10,000 characters.', 'id', 'x'.repeat(10_000)),
  'profile/email-verified-false': field('email_verified is false.', 'email_verified', false),
  'profile/email-verified-false-text': field('email_verified is the text "false".', 'email_verified', 'false'),
  'profile/email-verified-true-text': field('email_verified is the text "true". Allowed.', 'email_verified', 'true'),
  'profile/email-verified-one': field('email_verified is the number 1.', 'email_verified', 1),
  'profile/email-verified-null': field('email_verified is null.', 'email_verified', null),
  'profile/email-verified-object': field('email_verified is an object.', 'email_verified', { verified: true }),
  'profile/email-verified-missing': profile('No email_verified.', (fields) => without(fields, 'email_verified')),
  'profile/email-missing': profile('No address, though marked as verified.', (fields) => without(fields, 'email')),
  'profile/email-several': field('Two addresses in one text.', 'email', 'ada@example.test,eve@example.test'),
  'profile/email-full-width': field('An address with a full-width at sign.', 'email', 'ada＠example.test'),
  'profile/email-list': field('The address is a list.', 'email', ['ada@example.test']),
  'profile/name-markup': field(
    'A name that is HTML, with a terminal escape code.',
    'name',
    '<script>alert(1)</script>\u001B[31m',
  ),
  'profile/name-object': field('The name is an object.', 'name', { first: 'Ada' }),
  'profile/picture-script': field('The picture is a javascript: URL.', 'picture', 'javascript:alert(1)'),
  'profile/error-with-200': profile('An error with HTTP 200.', () => ({
    error: 'invalid_request',
    error_description: 'No.',
  })),
  'profile/invalid-token-with-200': profile('invalid_token with HTTP 200.', () => ({ error: 'invalid_token' })),
  'profile/error-beside-profile': field('The profile and an error together.', 'error', { code: 17, message: 'No.' }),
  'profile/error-empty': field('The profile with an empty error. Allowed.', 'error', ''),
  'profile/invalid-token-with-400': {
    description: 'Refuses the token with HTTP 400 and WWW-Authenticate.',
    answers: {
      userinfo: (answer) => ({
        ...answer,
        status: 400,
        headers: { ...answer.headers, 'www-authenticate': 'OAuth "invalid_token"' },
        body: '{"error":{"code":190,"message":"Expired."}}',
      }),
    },
  },
  'profile/limit-403': {
    description: 'A used-up rate limit with HTTP 403, as GitHub answers it.',
    answers: {
      userinfo: (answer, { now }) => ({
        ...answer,
        status: 403,
        headers: { ...answer.headers, 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now + 60) },
        body: '{"message":"API rate limit exceeded"}',
      }),
    },
  },
  'profile/limit-reset': {
    description: 'HTTP 429 with the time of the reset in X-Rate-Limit-Reset, as X answers it.',
    answers: {
      userinfo: (answer, { now }) => ({
        ...answer,
        status: 429,
        headers: { ...answer.headers, 'x-rate-limit-reset': String(now + 60) },
      }),
    },
  },
  'profile/limit-reset-odd': {
    description: 'HTTP 429 with nonsense in X-Rate-Limit-Reset.',
    answers: {
      userinfo: (answer) => ({ ...answer, status: 429, headers: { ...answer.headers, 'x-rate-limit-reset': 'soon' } }),
    },
  },
  'profile/error-echoes-token': {
    description: 'An error that repeats the access token.',
    answers: {
      userinfo: (answer, _context, { headers, url, form }) => ({
        ...answer,
        status: 401,
        body: JSON.stringify({
          error: 'invalid_token',
          error_description: `${headers.authorization ?? ''} ${url.search} ${form.toString()}`,
        }),
      }),
    },
  },
} as const satisfies Record<string, Variant>;

/** What else the token endpoint may say. */
export const tokenAnswerVariants = {
  'token/form': {
    description: 'Answers a URL-encoded form instead of JSON, as GitHub and Facebook once did. Allowed.',
    answers: { token: (answer) => ({ ...answer, headers: formHeaders, body: toForm(answer.body) }) },
  },
  'token/form-error': {
    description: 'Answers an error as a URL-encoded form, with HTTP 200.',
    answers: { token: () => ({ status: 200, headers: formHeaders, body: 'error=bad_verification_code' }) },
  },
  'token/client-refused-without-words': {
    description: 'Refuses the client with HTTP 401 and an empty object.',
    answers: { token: (answer) => ({ ...answer, status: 401, body: '{}' }) },
  },
} as const satisfies Record<string, Variant>;

const formHeaders = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

function toForm(body: string): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parseObject(body))) form.set(name, String(value));
  return form.toString();
}

type Of<Table, Endpoint extends string> = Pick<Table, Extract<keyof Table, `${Endpoint}/${string}`>>;

/** The faults of the endpoints that plain OAuth 2.0 has. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the filter is what the type says
const faults = Object.fromEntries(
  Object.entries(answerVariants).filter(([name]) => /^(?:token|userinfo|revocation)\//.test(name)),
) as Of<typeof answerVariants, 'token' | 'userinfo' | 'revocation'>;

const table = {
  ...callbackVariants,
  ...tokenVariants,
  ...tokenAnswerVariants,
  ...profileVariants,
  ...faults,
} as const satisfies Record<string, Variant>;

/** `callback/iss-wrong`, `token/form`, `profile/id-missing`, `userinfo/slow` … */
export type OAuthVariantName = keyof typeof table;

/** Every way in which the OAuth 2.0 provider can be told to misbehave (a few are odd, but allowed: they say so). */
export const oauthVariants: Readonly<Record<OAuthVariantName, Variant>> = table;
