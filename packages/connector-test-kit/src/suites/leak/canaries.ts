import { randomBytes } from 'node:crypto';

/** Makes values whose appearance anywhere proves a leak. */
export interface Canaries {
  /** A value that may show nowhere: a configured secret, a code, a token. 32 letters and digits. */
  secret(name: string): string;
  /** A provider's or a caller's text: it may show in `details` alone, which operators see. 32 letters and digits. */
  text(name: string): string;
}

/** One planted value. */
export interface Canary {
  readonly kind: 'secret' | 'text';
  readonly name: string;
  readonly value: string;
}

/** Makes canaries, and remembers them. */
export function plantCanaries(): Canaries & { readonly planted: readonly Canary[] } {
  const planted: Canary[] = [];
  const plant = (kind: Canary['kind'], name: string): string => {
    const value = `canary${randomBytes(13).toString('hex')}`;
    planted.push({ kind, name, value });
    return value;
  };
  return { planted, secret: (name) => plant('secret', name), text: (name) => plant('text', name) };
}

/** The canaries that show in `text`, also percent-encoded, in hex, or within anything in base64. */
export function canariesIn(text: string, planted: readonly Canary[]): string[] {
  return planted.filter(({ value }) => formsOf(value).some((form) => text.includes(form))).map(({ name }) => name);
}

function formsOf(value: string): string[] {
  return [value, encodeURIComponent(value), Buffer.from(value).toString('hex'), ...base64Forms(value)];
}

/** What is left of `value` within a longer text in base64, at each of the three alignments (RFC 4648 §4). */
function base64Forms(value: string): string[] {
  return [0, 1, 2].map((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]).toString('base64url');
    return whole.slice(offset === 0 ? 0 : offset + 1, -3);
  });
}
