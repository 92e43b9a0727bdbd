import { ConnectorError, type SocialUserInfo } from '@jackfield/connector-kit';

/** Where a provider keeps what a person is known by: paths such as `email` or `emails.0.value`. */
export interface ClaimPaths {
  readonly email?: string | undefined;
  /** Marks the address at `email` as verified. Without it, an `email` path of one's own never gives a verified address. */
  readonly emailVerified?: string | undefined;
  readonly phone?: string | undefined;
  readonly phoneVerified?: string | undefined;
  readonly name?: string | undefined;
  readonly avatar?: string | undefined;
}

/** The names of OpenID Connect Core §5.1. */
export const standardClaimPaths = {
  email: 'email',
  emailVerified: 'email_verified',
  phone: 'phone_number',
  phoneVerified: 'phone_number_verified',
  name: 'name',
  avatar: 'picture',
} as const satisfies ClaimPaths;

type Claims = Readonly<Record<string, unknown>>;

/**
 * Reads a value by its path. The whole path is tried as one name first (`https://example.com/roles`), then step by step;
 * only own properties count.
 */
export function readPath(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  if (!path.includes('.')) return undefined;
  let value: unknown = claims;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, step)?.value;
  }
  return value;
}

/**
 * A provider's subject as a string with all its digits (`parseJson` has kept them).
 *
 * @throws `invalid_response` when there is none: an id is never made up
 */
export function readSubject(claims: Claims, path: string): string {
  const value = readPath(claims, path);
  if (typeof value === 'string' && value.trim() !== '' && value.length <= 255) return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  throw new ConnectorError('invalid_response', {
    hint: `The provider's answer has no usable id at "${path}": expected a text of 1 to 255 characters or a whole number.`,
  });
}

/** What a person is known by; see {@link readPerson}. */
export type Person = Pick<SocialUserInfo, 'email' | 'unverifiedEmail' | 'phone' | 'name' | 'avatar'>;

/**
 * Reads what a person is known by from one or more answers of the provider, the most wanted first.
 *
 * An address counts as verified only when the mark stands in **the same** answer: a mark in the userinfo never blesses the
 * ID token's address, or the other way round (CVE-2026-14781). Where two answers contradict each other about one address,
 * it is not verified.
 *
 * @param treatEmailAsVerified counts an address without any mark as verified; one that is marked otherwise stays unverified
 */
export function readPerson(
  sources: readonly Claims[],
  configured?: ClaimPaths,
  { treatEmailAsVerified = false }: { treatEmailAsVerified?: boolean } = {},
): Person {
  const paths = configured === undefined ? standardClaimPaths : completePaths(configured);
  const email = readAddress(sources, paths.email, paths.emailVerified, isEmail, treatEmailAsVerified);
  const phone = readAddress(sources, paths.phone, paths.phoneVerified, isPhone, false);
  const name = firstText(sources, paths.name, (text) => text.length <= 1024)?.replaceAll(/\p{Cc}/gu, '');
  const avatar = firstText(sources, paths.avatar, isWebAddress);
  return {
    ...(email && (email.verified ? { email: email.value } : { unverifiedEmail: email.value })),
    ...(phone?.verified && { phone: phone.value }),
    ...(name !== undefined && { name }),
    ...(avatar !== undefined && { avatar }),
  };
}

/** A path of one's own for the address brings no standard mark with it: that one speaks of the standard address. */
function completePaths(configured: ClaimPaths): ClaimPaths {
  return {
    ...standardClaimPaths,
    ...(configured.email !== undefined && { email: configured.email, emailVerified: undefined }),
    ...(configured.phone !== undefined && { phone: configured.phone, phoneVerified: undefined }),
    ...Object.fromEntries(Object.entries(configured).filter(([, path]) => path !== undefined)),
  };
}

function readAddress(
  sources: readonly Claims[],
  path: string | undefined,
  markPath: string | undefined,
  isAddress: (text: string) => boolean,
  verifiedWithoutMark: boolean,
): { value: string; verified: boolean } | undefined {
  if (path === undefined) return undefined;
  const candidates: { value: string; verified: boolean; denied: boolean }[] = [];
  for (const claims of sources) {
    const value = readPath(claims, path);
    if (typeof value !== 'string' || !isAddress(value)) continue;
    const mark = markPath === undefined ? undefined : readPath(claims, markPath);
    const verified = isTrue(mark) || (verifiedWithoutMark && mark === undefined);
    candidates.push({ value, verified, denied: mark !== undefined && !isTrue(mark) });
  }
  const [first] = candidates;
  if (first === undefined) return undefined;
  const isDenied = (value: string) =>
    candidates.some((other) => other.denied && other.value.toLowerCase() === value.toLowerCase());
  const found = candidates.find(({ value, verified }) => verified && !isDenied(value));
  return found ?? { value: first.value, verified: false };
}

/** `true`, or `"true"` as some providers write it; nothing else is a yes. */
function isTrue(mark: unknown): boolean {
  return mark === true || mark === 'true';
}

function firstText(
  sources: readonly Claims[],
  path: string | undefined,
  fits: (text: string) => boolean,
): string | undefined {
  if (path === undefined) return undefined;
  for (const claims of sources) {
    const value = readPath(claims, path);
    if (typeof value === 'string' && value.trim() !== '' && fits(value)) return value;
  }
  return undefined;
}

/** One plain address: also after Unicode normalisation, which turns a full-width at sign into a second one. */
function isEmail(text: string): boolean {
  if (text.length > 254) return false;
  return asciiAddress.test(text) || [text, text.normalize('NFKC')].every((form) => address.test(form));
}

const address = /^[^\s@"<>(),;:\p{Cc}]+@[^\s@"<>(),;:\p{Cc}]+$/u;

/** Most addresses have nothing that could be normalised. This is much faster, and accepts nothing that the other refuses. */
const asciiAddress = /^[\w.+-]+@[\w.-]+$/;

function isPhone(text: string): boolean {
  return /^\+?[\d\s().-]{3,32}$/.test(text);
}

function isWebAddress(text: string): boolean {
  return /^https?:/i.test(text) && URL.canParse(text);
}
