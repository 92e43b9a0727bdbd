import { ConnectorError, type SocialUserInfo } from '@jackfield/connector-kit';
import * as z from 'zod';

/** What the host keeps of a provider's user information. */
export const personGuard = z.object({
  subject: z.string(),
  issuer: z.string(),
  /** Verified by the provider. */
  email: z.string().nullable(),
  /** Verified by the provider; `+` and digits. */
  phone: z.string().nullable(),
  name: z.string().nullable(),
  avatar: z.string().nullable(),
});
export type Person = z.infer<typeof personGuard>;

/** OpenID Connect Core §2: a subject has at most 255 characters. */
const longestSubject = 255;
const longestIssuer = 512;
const longestName = 256;
const longestAddress = 2048;
/** RFC 5321 §4.5.3.1, with the `@`. */
const longestEmail = 320;

/**
 * Checks what a connector says of a person; its package may be anybody's. What only decorates a person is left out when
 * it does not fit; who they are must fit.
 *
 * @throws `invalid_response` (ConnectorError) when the subject or the issuer cannot name anybody
 */
export function toPerson(userInfo: SocialUserInfo): Person {
  const { id, issuer, email, phone, name, avatar } = userInfo;
  if (!isKey(id, longestSubject) || !isKey(issuer, longestIssuer)) {
    throw new ConnectorError('invalid_response', {
      hint: 'The connector gave no usable subject or issuer: texts without control characters, of at most 255 and 512 characters.',
    });
  }
  return {
    subject: id,
    issuer,
    email: isKey(email, longestEmail) && /^[^@\s]+@[^@\s]+$/.test(email) ? email : null,
    phone: typeof phone === 'string' && /^\+[1-9]\d{4,14}$/.test(phone) ? phone : null,
    name: toName(name),
    avatar: isWebAddress(avatar) ? avatar : null,
  };
}

/**
 * What addresses are looked up by. Only the letters of ASCII lose their case: other folding makes one address of two
 * (`K`, the Kelvin sign, becomes `k`).
 */
export function emailKey(email: string): string {
  return email.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Ill-formed text would be changed by the database's encoding, and two subjects become one. */
function isKey(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longest && !/[\p{Cc}\p{Surrogate}]/u.test(value);
}

function toName(name: unknown): string | null {
  if (typeof name !== 'string') return null;
  const whole = name.replaceAll(/[\p{Cc}\p{Surrogate}]/gu, '').trim();
  // The cut may leave half of a pair.
  const text = whole.slice(0, longestName).replace(/\p{Surrogate}$/u, '');
  return text === '' ? null : text;
}

function isWebAddress(value: unknown): value is string {
  return isKey(value, longestAddress) && URL.canParse(value) && ['https:', 'http:'].includes(new URL(value).protocol);
}
