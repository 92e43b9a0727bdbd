import type { ConnectorType } from '@jackfield/connector-kit';

/** A documented attack, or one that follows from one. */
export interface Attack {
  /** What the attacker does. */
  readonly title: string;
  /** Who can meet it. */
  readonly types: readonly ConnectorType[];
  /** Where it is documented, for attacks that are not part of the protocol's own security considerations. */
  readonly source?: string;
  /** Whether it is a find of this project: on no list that it started from. Its source shows the same elsewhere. */
  readonly own?: true;
}

const everyone: readonly ConnectorType[] = ['Social', 'Email', 'Sms'];
const social = (title: string, source?: string): Attack => attack(['Social'], title, source);
const email = (title: string, source?: string): Attack => attack(['Email'], title, source);
const sms = (title: string, source?: string): Attack => attack(['Sms'], title, source);
const governance = (title: string, source?: string): Attack => attack(['Governance'], title, source);
const message = (title: string, source?: string): Attack => attack(['Email', 'Sms'], title, source);

function attack(types: readonly ConnectorType[], title: string, source: string | undefined): Attack {
  return { title, types, ...(source === undefined ? {} : { source }) };
}

/** A find of this project; its source shows that the same has happened elsewhere, or the rule that it breaks. */
function found(types: readonly ConnectorType[], title: string, source: string): Attack {
  return { title, types, source, own: true };
}

/** Identity and linking. */
const identity = {
  'unverified-email': social('an unverified address arrives as email', 'nOAuth (Descope, 2023)'),
  'mark-of-another-source': social('the mark of one answer blesses the address of another', 'CVE-2026-14781'),
  'mark-of-another-path': found(
    ['Social'],
    'the standard mark blesses an address at another path',
    'nOAuth, applied to claim mapping',
  ),
  'mark-contradicted': social('two answers contradict each other about one address'),
  'mark-not-true': social('"false", 1, null or a missing mark counts as verified'),
  'subject-missing': social('no subject, an empty one or an object'),
  'numeric-id-rounded': social('a numeric id beyond 2^53 is rounded to a neighbour’s'),
  'allowed-name-taken-over': found(
    ['Social'],
    'the name of an allowed organization is taken over by a stranger',
    'GitHub docs, Renaming an organization',
  ),
  'membership-withheld': found(['Social'], 'a membership that the provider does not tell counts as one', 'CWE-636'),
} as const;

/** The way back from the provider. */
const callback = {
  'state-missing': social('no state'),
  'state-foreign': social('a state of another browser'),
  'state-of-another-connector': social('a state of another connector', 'GHSA-x445-f3h2-j279'),
  'callback-twice': social('the same callback twice'),
  'callback-twice-in-parallel': social('the same callback several times at once'),
  'session-expired': social('a callback after more than ten minutes'),
  'parameter-twice': social('a parameter twice', 'RFC 6749 §3.1'),
  'iss-wrong': social('iss of another provider (mix-up)', 'RFC 9207'),
  'iss-missing': social('no iss, though it is announced', 'RFC 9207 §2.4'),
  'hybrid-response': found(['Social'], 'tokens in the callback, as in the hybrid flow', 'RFC 9700 §2.1.2'),
  'pkce-downgrade': social('metadata that announces PKCE plain only', 'RFC 9700 §4.8'),
  'code-injected': social('a code of another session', 'RFC 9700 §4.5'),
  'redirect-uri-from-outside': social('a redirect URI that comes with the callback'),
  'reserved-parameters': social('extra parameters that override reserved ones, login_hint among them'),
  'callback-error-as-token-error': found(
    ['Social'],
    'an error in the callback that poses as one of the token endpoint',
    'RFC 6749 §4.1.2.1 and §5.2',
  ),
  'provider-text-echoed': social('markup or line breaks in the provider’s error text'),
} as const;

/** The ID token. */
const idToken = {
  'alg-none': social('alg none'),
  'hs256-public-key': social('HS256 signed with the public key'),
  'hs256-published-key': found(['Social'], 'HS256 signed with a symmetric key in the key set', 'RFC 8725 §2.1'),
  'alg-not-allowed': social('an algorithm that is not allowed'),
  'crit-unknown': social('an unknown critical header'),
  'key-in-header': social('jku, x5u or a key embedded in the header'),
  'bad-signature': social('a signature of somebody else'),
  'unknown-kid-storm': social('unknown key ids, one after the other'),
  'aud-wrong': social('no audience, or another'),
  'azp-wrong': social('several audiences without azp, or a foreign azp'),
  'token-issuer-wrong': social('an issuer that differs by slash or case'),
  'tid-not-bound': social('a tenant id that is not the issuer’s'),
  'token-times': social('expired, not yet valid, or issued in the future'),
  'at-hash-wrong': social('the hash of another access token'),
  'nonce-wrong': social('no nonce, a wrong, an empty or a replayed one'),
  'userinfo-other-subject': social('userinfo about somebody else'),
  'userinfo-unsigned': found(
    ['Social'],
    'a userinfo token without or with a bad signature',
    'OpenID Connect Core §5.3.2',
  ),
} as const;

/** Answers of the provider. */
const answers = {
  'error-with-200': social('an error with HTTP 200'),
  'error-beside-tokens': found(['Social'], 'an error beside tokens, with HTTP 200', 'RFC 6749 §5.2'),
  'answer-not-json': social('HTML, text or truncated JSON'),
  'answer-gigantic': social('a gigantic body'),
  'answer-slow': social('an endlessly slow body'),
  'answer-bomb': social('a body that unzips to a gigantic one'),
  'prototype-keys': social('__proto__ keys'),
  'token-type-odd': social('an odd token_type'),
  'header-injection': found(['Social'], 'an access token with a line break and a header', 'CWE-113'),
  'redirect-followed': social('a redirect, with the secrets'),
  'secret-echoed': attack(everyone, 'an error text that repeats the credentials', undefined),
  'revocation-pretended': found(
    ['Social'],
    'a token that the provider has not revoked is said to be',
    'RFC 7009 §2.2.1',
  ),
} as const;

/** Outbound connections. */
const egress = {
  'private-address': attack(everyone, 'private, link-local and metadata addresses, in every notation', undefined),
  'private-name': attack(everyone, 'a name that leads to a private address', undefined),
  'plain-http': social('an endpoint over plain http'),
  'credentials-in-url': social('user and password in an address'),
  'environment-steers': found(
    everyone,
    'environment variables that choose proxy, host or account, or stop certificate checks',
    'httpoxy, CVE-2016-5385',
  ),
  'request-smuggled': found(['Social'], 'a DELETE whose body is not framed becomes a second request', 'RFC 9112 §11.2'),
} as const;

/** Messages. */
const messages = {
  'several-recipients': message('several recipients: comma, group, line break'),
  'quoted-recipient': email('a quoted local part', 'RFC 5321 §4.1.2'),
  'full-width-at': email('a full-width at sign', 'GHSA-7rqj-j65f-68wh'),
  'header-injected': email('line breaks in subject, names, reply-to, custom headers, EHLO name'),
  'html-injected': email('HTML through a variable'),
  'replacement-patterns': message('$& and $1 in a variable'),
  'prototype-variables': message('{{constructor}} and {{__proto__.x}}'),
  'script-link': message('a javascript: link'),
  'file-access': email('files and URLs through configuration or content'),
  'starttls-stripped': email('STARTTLS stripped', 'CVE-2011-0411'),
  'starttls-injected': found(['Email'], 'answers injected before the TLS handshake', 'CVE-2021-38371'),
  'certificate-wrong': email('a wrong, expired or self-signed certificate'),
  'credentials-in-clear': email('authentication without TLS'),
  'number-in-disguise': sms('+1 (415)…, Arabic digits, ;ext=, a leading 00'),
  'country-not-allowed': sms('a country that is not allowed'),
  'country-behind-calling-code': found(
    ['Sms'],
    'another country behind an allowed calling code: +1, +7, +44',
    'FCC, “One Ring” scams',
  ),
  'premium-number': sms('premium and satellite ranges'),
  'message-blown-up': message('a message blown up by a variable'),
  'callback-forged': sms('an unsigned, altered or foreign status callback'),
  'callback-replayed': sms('a replayed status callback'),
  'callback-text-moved': found(
    ['Sms'],
    'characters moved between name and value of a signed callback',
    'AWS signature version 1, Percival 2008',
  ),
  'callback-key-used-up': found(['Sms'], 'a forged callback that uses up the replay key of the genuine one', 'CWE-696'),
  'callback-host-steered': found(
    ['Sms'],
    'a Host header that chooses the URL which a callback is checked against',
    'Practical HTTP Host header attacks, Kettle 2013',
  ),
  'pages-without-end': found(['Sms'], 'lists with endless next pages, or with one on another host', 'CWE-835, CWE-918'),
  'host-by-edge': sms('another host through edge or region'),
  'sent-twice': message('a message sent twice because the connection was lost'),
} as const;

/** Reading a tenant. */
const governed = {
  'list-ends-early': governance('pages that end early, or leave rows out'),
  'list-drifts': governance('rows that come and go while they are read'),
  'list-repeats': governance('rows and pages that come twice, or for ever'),
  'total-lies': governance('a total that is missing or lies'),
  'reference-dangles': governance('a member or a role that does not exist'),
  'requests-storm': governance('429 again and again, with an odd time to wait'),
  'wait-without-end': governance('a time to wait of years'),
  'list-truncated': governance('truncated JSON, or an error with HTTP 200'),
  'list-gigantic': governance('an answer that is gigantic, or no list'),
  'token-expires': governance('a token that expires, or loses its rights, midway'),
  'list-redirected': governance('a redirect, with the token'),
  'half-snapshot-compared': governance('a revoke computed from half a snapshot'),
  'formula-in-name': governance('a formula in a name, in a spreadsheet', 'CWE-1236'),
  'escape-code-in-name': governance('terminal escape codes in a name', 'CWE-150'),
} as const;

/** Every attack that a connector can meet, by its id. */
export const attackCatalogue = {
  ...identity,
  ...callback,
  ...idToken,
  ...answers,
  ...egress,
  ...messages,
  ...governed,
} as const;

export type AttackId = keyof typeof attackCatalogue;
