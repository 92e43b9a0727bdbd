import { readProperty } from './safe-read.ts';

/** What is kept of an error from below: enough to find it in a provider's log, nothing that can hold a secret. */
export interface SafeCause {
  name?: string;
  code?: string;
  status?: number;
  method?: string;
  /** Scheme, host and port of the request that failed. */
  origin?: string;
}

/** The provider's own words about a failure. */
export interface ProviderDetails {
  /** `error` of RFC 6749 §5.2, or the provider's own code. */
  providerCode?: string;
  /** `error_description` of RFC 6749 §5.2, or the provider's own text. */
  providerDescription?: string;
}

const identifier = /^[A-Za-z][\w.:-]{0,63}$/;

/** Reduces anything thrown to a {@link SafeCause}; `undefined` when nothing of it is safe to keep. */
export function safeCause(value: unknown): SafeCause | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const cause: SafeCause = {};
  for (const key of ['name', 'code', 'method'] as const) {
    const text = readProperty(value, key);
    if (typeof text === 'string' && identifier.test(text)) cause[key] = text;
  }
  const status = readProperty(value, 'status');
  if (typeof status === 'number' && Number.isInteger(status)) cause.status = status;
  const url = readProperty(value, 'origin');
  if (typeof url === 'string' && URL.canParse(url)) {
    const { origin } = new URL(url);
    if (origin !== 'null') cause.origin = origin;
  }
  return Object.keys(cause).length > 0 ? cause : undefined;
}

/**
 * Cuts a provider's error to the characters that RFC 6749 §5.2 allows and to 200 of them, with every known secret
 * replaced, also where it appears percent-encoded or in base64.
 */
export function safeDetails(
  details: ProviderDetails | undefined,
  secrets: readonly string[] = [],
): ProviderDetails | undefined {
  const result: ProviderDetails = {};
  for (const key of ['providerCode', 'providerDescription'] as const) {
    const text = details?.[key];
    if (typeof text !== 'string' || text === '') continue;
    result[key] = redact(text.slice(0, 20_000), secrets)
      .replaceAll(/[^\x20\x21\x23-\x5B\x5D-\x7E]/g, '?')
      .slice(0, 200);
  }
  return Object.keys(result).length > 0 ? result : undefined;
}

/** Replaces every secret in `text`, in each form in which a provider might echo it. */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap(formsOf).toSorted((one, other) => other.length - one.length);
  return forms.reduce((result, form) => result.replaceAll(form, '[redacted]'), text);
}

function formsOf(secret: string): readonly string[] {
  if (secret === '') return [];
  const wellFormed = secret.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
  return [
    secret,
    encodeURIComponent(wellFormed),
    new URLSearchParams({ '': wellFormed }).toString().slice(1),
    Buffer.from(secret).toString('base64'),
    ...base64Forms(Buffer.from(secret)),
  ];
}

/** What `secret` always leaves within a longer text in base64, such as HTTP Basic credentials, at each alignment. */
function base64Forms(secret: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((offset) => {
    const bits = 8 * (offset + secret.length);
    const encoded = Buffer.concat([Buffer.alloc(offset), secret])
      .toString('base64')
      .slice(0, Math.floor(bits / 6));
    const inner = encoded.slice(Math.ceil((8 * offset) / 6));
    return inner.length < 6 ? [] : [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
