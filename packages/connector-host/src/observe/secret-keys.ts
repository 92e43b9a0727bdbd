const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Words that name a secret wherever they stand in a key. */
const secretWords = words(
  'authorization assertion bearer cookie cookies credential credentials dsn jwt mac nonce otp passphrase passwd ' +
    'password passwords pin pwd secret secrets session sid signature token tokens verifier apikey',
);

/** Words that name one only at the end of a key: an `apiKey`, not a `keyId`. */
const secretEndings = words('key keys');

/** Keys whose whole name says it; `errorCode`, `statusCode` and the like are harmless. */
const secretKeys = words('code codes authcode authorizationcode devicecode usercode verificationcode state');

/** A configuration, or what somebody sent: their parts have names that nobody knows here. */
const secretContainers = words('config configuration body rawbody rawdata formdata payload env');

/** Last words of keys that tell something about a secret, not the secret. */
const harmlessEndings = words('id ids type count at lifetime');

/** Whether a value under this key is not to be logged: what looks secret counts as secret. */
export function isSecretKey(key: string): boolean {
  const parts = toWords(key);
  const whole = parts.join('');
  const last = parts.at(-1) ?? '';
  if (secretKeys.has(whole) || secretContainers.has(whole) || whole === 'sessionid') return true;
  if (parts.length > 1 && harmlessEndings.has(last)) return false;
  return secretEndings.has(last) || parts.some((part) => secretWords.has(part) || hasSecretForm(part));
}

/** Words of `camelCase`, `snake_case` and `Header-Names`, in lower case. */
function toWords(key: string): readonly string[] {
  return key
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '');
}

/** Words written together, such as `clientsecret`. */
function hasSecretForm(part: string): boolean {
  return /^(?:passw|secret)|(?:token|secret|password)$/.test(part);
}
